import type { Instant, Milliseconds } from '../time/clock.ts';
import type { RoleChange } from './changes.ts';
import type { OperationResult } from './envelope.ts';
import type { ExecutionFault } from './fault-schema.ts';
import type { Faults } from './faults.ts';
import type { Fleet } from './fleet.ts';
import type { Instance, ServerNode } from './instance.ts';
import type { Log } from './log.ts';
import type { SwitchOverRequest } from './requests.ts';
import { judge, requestedNodes } from './switchover-rules.ts';
import type { TaskLedger } from './tasks.ts';
import type { Tokens } from './tokens.ts';

/** How long the parts of a role change take, counted from its acceptance. */
export interface Timings {
  /** Until the status shows PrimaryChanging. */
  readonly statusAfter: Milliseconds;
  /** Until the first shard's roles swap. */
  readonly swapAfter: Milliseconds;
  /** Between one shard's swap and the next one's, in the order asked for. */
  readonly shardStagger: Milliseconds;
  /** Until the status is Running again; longer if the last swap comes later. */
  readonly change: Milliseconds;
}

/** What a SwitchOver acts on. */
export interface SwitchOverWorld {
  readonly fleet: Fleet;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly log: Log;
  readonly tasks: TaskLedger;
  readonly timings: Timings;
}

/** SwitchOver: judges, remembers the token, executes. A repeated token with the same request executes nothing. */
export function switchOver(
  world: SwitchOverWorld,
  request: SwitchOverRequest,
  call: { readonly at: Instant; readonly region: string; readonly requestId: string },
): OperationResult {
  const { fleet, tokens } = world;
  const { ClientToken: token } = request;
  const asked = JSON.stringify([call.region, request.InstanceId, requestedNodes(request)]);
  const recollection = token === undefined ? 'new' : tokens.recall(token, asked, call.at);
  if (recollection === 'same request') return { result: null };
  if (recollection === 'other request') {
    return {
      refusal: { code: 'ParamError', message: 'this ClientToken was used for another request' },
    };
  }
  const instance = fleet.find(call.region, request.InstanceId);
  if (instance === undefined) {
    return {
      refusal: {
        code: 'InstanceNotExist',
        message: `${request.InstanceId} does not exist in ${call.region}`,
      },
    };
  }
  const judgement = judge(request, fleet.standing(instance, call.at));
  if ('refusal' in judgement) return judgement;
  if (token !== undefined) tokens.remember(token, asked, call.at);
  execute(world, instance, judgement.targets, { ...call, token });
  return { result: null };
}

function execute(
  { fleet, faults, log, tasks, timings }: SwitchOverWorld,
  instance: Instance,
  targets: readonly ServerNode[],
  { at, requestId, token }: { at: Instant; requestId: string; token: string | undefined },
): void {
  const fault = faults.takeExecutionFault(instance.id);
  if (fault?.fault === 'accept-without-executing') return;
  const change = planChange(targets, at, timings, fault);
  const nodeIds = targets.map((target) => target.nodeId);
  fleet.record(instance.id, change);
  tasks.open({ instance, change, nodeIds, clientToken: token });
  log.noteExecuted({
    effect: 'SwitchOver',
    at,
    instanceId: instance.id,
    nodeIds,
    requestId,
    ...(token === undefined ? {} : { clientToken: token }),
  });
}

/** The change that an execution at that instant sets going. */
export function planChange(
  targets: readonly ServerNode[],
  at: Instant,
  timings: Timings,
  fault?: Exclude<ExecutionFault, { fault: 'accept-without-executing' }>,
): RoleChange {
  const failed = shardsThatFail(targets, fault);
  const swaps = targets
    .map(({ shard, nodeId }, place) => ({
      shard,
      nodeId,
      at: at + timings.swapAfter + place * timings.shardStagger,
    }))
    .filter((swap) => !failed.includes(swap.shard));
  const lastSwap = Math.max(...swaps.map((swap) => swap.at), at);
  const change = {
    cause: 'SwitchOver' as const,
    acceptedAt: at,
    shownAt: at + timings.statusAfter,
    swaps,
    failedShards: failed,
  };
  if (fault?.fault === 'stay-changing') {
    return fault.for === undefined ? change : { ...change, endsAt: Math.max(at + fault.for, lastSwap) };
  }
  const endsAt = Math.max(at + timings.change, lastSwap);
  return fault?.fault === 'fail-shards' ? { ...change, endsAt, endsAs: fault.endsAs } : { ...change, endsAt };
}

function shardsThatFail(
  targets: readonly ServerNode[],
  fault: ExecutionFault | undefined,
): readonly number[] {
  const asked = targets.map((target) => target.shard);
  if (fault?.fault === 'stay-changing') return fault.swaps ? [] : asked;
  if (fault?.fault !== 'fail-shards') return [];
  return asked.filter((shard) => fault.shards === undefined || fault.shards.includes(shard));
}
