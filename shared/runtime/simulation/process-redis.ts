import type { FaultInput } from '../../local-volcengine/fault-schema.ts';
import type { Model } from '../../local-volcengine/model.ts';
import type { Seed } from '../../local-volcengine/seed-schema.ts';
import { type Instant, SECOND } from '../../time/clock.ts';
import type { Credentials } from '../../volcengine/credentials.ts';
import { resolveLimits } from '../../volcengine/limits.ts';
import { makeReader } from '../../volcengine/reader.ts';
import { makeReads } from '../../volcengine/reads.ts';
import type { Redis } from '../../volcengine/redis.ts';
import { makeSwitchOver } from '../../volcengine/switchover.ts';
import type { Transport, TransportResult, WireRequest } from '../../volcengine/transport.ts';
import { makeModelTransport } from '../model-transport.ts';
import type { Fault } from './faults.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import {
  type Begun,
  goodUntil,
  makeStillReads,
  type Span,
  type StillAnswers,
  spanFrom,
} from './still-reads.ts';

/** The vendor of a world, as its processes meet it. */
export interface SimulatedVendor {
  readonly model: Model;
  readonly seed: Seed;
  readonly credentials: Credentials;
  readonly answers: Answers;
  readonly still: StillAnswers;
  /** Told of each SwitchOver that reaches the gateway, before anything comes of it. */
  readonly arrives: (arrived: Arrived) => void;
}

/** Bytes at the gateway. */
export interface Arrived {
  readonly from: SimulatedProcess;
  /** When they left, by the sender's own clock. */
  readonly leftAt: Instant;
  readonly request: WireRequest;
  readonly fault: Fault | undefined;
}

export interface ProcessRedisParts {
  readonly process: SimulatedProcess;
  readonly vendor: SimulatedVendor;
  readonly random: () => number;
}

/** What reads were answered last, whoever asked: a replica that lags behind gives it once more. */
export type Answers = Map<string, { readonly span: Span; readonly result: TransportResult }>;

/** What a stale read shows was true that long ago at the most. */
export const STALEST = 20 * SECOND;

const HOST = 'model.invalid';
const SCOPE = { host: { origin: `http://${HOST}`, name: HOST, practice: true }, service: 'Redis' };
const TIMEOUT = 10 * SECOND;
const { readBudget: BUDGET } = resolveLimits({});

/** The real client of one process over the endpoint's own model: each exchange of bytes can be held up, lost or the last. */
export function makeProcessRedis(parts: ProcessRedisParts): Redis {
  const { process, vendor, random } = parts;
  const { model, seed } = vendor;
  const credentials = async () => vendor.credentials;
  const { clock } = process;
  const bare = makeModelTransport({
    model,
    credentials: seed.credentials,
    clock,
    host: HOST,
    timeout: TIMEOUT,
  });
  const begun: Begun = { io: undefined };
  const transport = onTheWay(parts, bare, begun);
  const scope = { ...SCOPE, region: seed.region };
  const reader = makeReader({ scope, credentials, transport, clock, random, budget: BUDGET });
  const client = { ...makeReads(reader, seed.region), ...makeSwitchOver({ scope, credentials, transport }) };
  return makeStillReads({ process, model, still: vendor.still, begun }, client);
}

function onTheWay({ process, vendor }: ProcessRedisParts, bare: Transport, begun: Begun): Transport {
  const { model, answers, still } = vendor;
  return {
    exchange(request, limit) {
      const action = /Action=(\w+)/.exec(request.path)?.[1] ?? '';
      const reach = action === 'SwitchOver' ? 'send' : 'vendor read';
      const leftAt = process.clock.now();
      const perform = async (fault: Fault | undefined): Promise<TransportResult> => {
        if (reach === 'send') vendor.arrives({ from: process, leftAt, request, fault });
        const asked = `${action} ${request.body}`;
        const now = process.trueNow();
        // What a fault makes of an answer is nothing to keep.
        if (fault !== undefined) still.changes.push(now);
        const before = fault?.fault === 'stale' ? answers.get(asked) : undefined;
        const age = before === undefined ? 0 : now - goodUntil(still, before.span);
        if (before !== undefined && age > 0 && age <= STALEST) {
          process.struck('stale', reach);
          return before.result;
        }
        if (fault !== undefined) armFor(model, fault, action, request);
        const { length: changes } = still.changes;
        const result = await bare.exchange(request, limit);
        if (reach === 'vendor read' && fault === undefined)
          answers.set(asked, { span: { ...spanFrom(still, model), changes }, result });
        return result;
      };
      const { io } = begun;
      begun.io = undefined;
      if (io !== undefined) return perform(io.fault);
      return process.reach(reach, action, perform, () => new Error('an exchange never throws'));
    },
  };
}

/** The fault is taken by the very next call, which follows without a pause. */
function armFor(model: Model, { fault, amount }: Fault, action: string, request: WireRequest): void {
  const instance = /"InstanceId":"([^"]+)"/.exec(request.body)?.[1] ?? '';
  if (fault === 'contradictory-roles') {
    if (action === 'DescribeDBInstanceShards') model.arm({ fault, primaries: amount % 4_000 === 0 ? 0 : 2 });
    return;
  }
  const input = inputOf(fault, amount, instance);
  if (input === undefined) return;
  const about = { action } as { action: 'SwitchOver' };
  model.arm('instance' in input ? input : ({ ...input, ...about } as FaultInput));
}

function inputOf(fault: Fault['fault'], amount: number, instance: string): FaultInput | undefined {
  switch (fault) {
    case 'throttle':
    case 'server-error':
    case 'hang':
    case 'lose-answer':
    case 'garble-answer':
    case 'internal-error':
      return { fault };
    case 'server-error after executing':
      return { fault: 'server-error', executes: true };
    case 'hang after executing':
      return { fault: 'hang', executes: true };
    case 'execute-late':
      return { fault, after: amount };
    case 'accept-without-executing':
      return { fault, instance };
    case 'fail-shards':
      return { fault, instance, shards: [0, 3, 4] };
    case 'stay-changing':
      return { fault, instance, for: amount };
    default:
      return undefined;
  }
}
