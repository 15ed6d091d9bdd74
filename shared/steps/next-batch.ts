import type { Plan } from '../plan/plan.ts';
import { advance } from '../protocol/advance.ts';
import { definedData } from '../protocol/close.ts';
import { clientTokenOf } from '../protocol/identity.ts';
import { weighedUnseenMove } from '../protocol/override.ts';
import { type PinnedBatch, pin } from '../protocol/pins.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import { planBatches } from '../switchover/batches.ts';
import type { Decision, Reason } from '../switchover/codes.ts';
import { decide } from '../switchover/decisions.ts';
import { evaluateGates, verdictOf } from '../switchover/gates.ts';
import { seeRoles } from '../switchover/progress.ts';
import { chooseTargets } from '../switchover/targets.ts';
import { type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import type { Answer, Shard } from '../volcengine/redis.ts';
import { BEFORE_A_SEND } from './asked-gates.ts';
import { throttledForGood } from './evidence.ts';
import { factsOnOurSide, LONGEST_READ, readVendor, tagsOf, type VendorFacts } from './facts.ts';
import { digestOfRoles } from './look.ts';
import { accountOf, ruleOf } from './plan-in-force.ts';
import type { Frame, Ports } from './ports.ts';
import { commit, type RunFile } from './run-file.ts';
import { attemptSend } from './send-batch.ts';

/**
 * What one attempt may take once the vendor is read: the exchange, and our own reads and writes around it. An invocation
 * that ends between claim and answer leaves an ambiguous send, so no read is begun that would not leave this.
 */
export const timeOfSend = ({ requestTimeout }: Ports['settings']): Milliseconds =>
  requestTimeout + 5 * SECOND;

/**
 * Pins if nothing is pinned, asks the gates again, and sends the batch after the last verified one, once.
 *
 * A *no* or *not yet* is written on the run as its refusal and nothing is sent. Returns the answer of what was sent.
 */
export async function sendNextBatch(
  ports: Ports,
  file: RunFile,
  plan: Plan,
  frame: Frame,
): Promise<Answer | undefined> {
  const { run, sends } = file;
  const batch = run.verified + 1;
  const last = sends.at(-1);
  const retried = last?.batch === batch;
  if (run.refusal !== undefined || (run.batches !== undefined && batch > run.batches)) return undefined;
  if (retried && last.answer !== 'throttled') return undefined;
  if (throttledForGood(run, last, ports.settings.signatureLife, ports.clock.now())) return undefined;

  const account = accountOf(plan, run);
  const needed = LONGEST_READ + timeOfSend(ports.settings);
  const timeLeft = () => frame.remaining() > needed;
  const vendor = await readVendor(ports.redis(account), instanceOf(run).instanceId, timeLeft);
  const ready = await prepare(ports, file, plan, vendor, batch);
  if (ready === undefined) return undefined;
  const shards = vendor.shards === 'unreadable' ? [] : vendor.shards;
  const targets = retried ? last.targets : stillToSwitch(ready.pinned, shards);
  if (targets.length === 0) {
    await commit(ports.store, 'count the batch of', run.runId, [
      advance(ready.run, { lastBatch: batch, phase: 'OBSERVING' }),
    ]);
    return undefined;
  }
  const attempt = retried ? last.attempt + 1 : 1;
  const result = await attemptSend(ports, {
    run: ready.run,
    account,
    pinned: ready.pinned,
    attempt,
    targets,
  });
  if (result.what === 'lease lost') await refuse(ports, ready.run, 'no', 'BUSY', decide('LEASE_LOST', {}));
  return result.what === 'answered' ? result.answer : undefined;
}

/** Gates, then pins: the run as it then stands and the batch to send, or nothing where a gate did not say yes. */
async function prepare(
  ports: Ports,
  file: RunFile,
  plan: Plan,
  vendor: VendorFacts,
  batch: number,
): Promise<{ run: Run; pinned: PinnedBatch } | undefined> {
  const { run, sends } = file;
  const rule = ruleOf(plan, run);
  const { facts, lease, pointer } = await factsOnOurSide(ports, run, plan, tagsOf(vendor.instance));
  const readable = vendor.shards === 'unreadable' ? undefined : vendor.shards;
  const pinned = file.pins.find((candidate) => candidate.batch === batch);
  const choice =
    readable && pinned === undefined ? chooseTargets(readable, run.target ?? rule.target) : undefined;
  const changedSeenAt = sends.length === 0 ? foreignChange(readable, lease?.lastRoles, facts.now) : undefined;
  const coolsFrom = weighedUnseenMove(run, facts.now) ? undefined : changedSeenAt;
  const answer = verdictOf(
    evaluateGates(
      {
        ...facts,
        ...vendor,
        choice,
        pins: pinned?.pins,
        continuing: sends.length > 0,
        lease: facts.lease && {
          ...facts.lease,
          ...(coolsFrom !== undefined && { lastRoleChangeSeenAt: coolsFrom }),
        },
      },
      BEFORE_A_SEND,
    ),
  );
  const foreign = answer.answer !== 'yes' && answer.reason === 'FOREIGN';
  const roleChangeSeenAt = foreign ? facts.now : changedSeenAt;
  const seen = {
    roles: readable && digestOfRoles(readable),
    ...(roleChangeSeenAt !== undefined && { roleChangeSeenAt }),
  };
  if (answer.answer !== 'yes') {
    await refuse(ports, run, answer.answer, answer.reason, answer.decision, seen);
    return undefined;
  }
  if (!pointer.switching.includes(run.account)) {
    await refuse(ports, run, 'no', 'STOP', decide('ACCOUNT_OBSERVES', { account: run.account }), seen);
    return undefined;
  }
  if (pinned !== undefined) return { run, pinned };
  if (choice?.chosen !== true) return undefined;
  if (choice.pins.length === 0) {
    await refuse(
      ports,
      run,
      'no',
      'ALREADY_PRIMARY',
      decide('ALL_TARGETS_ALREADY_PRIMARY', { shards: choice.alreadyThere.length }),
      seen,
    );
    return undefined;
  }
  return await pinAll(ports, run, planBatches(choice.pins, rule.shardsAtOnce), batch);
}

async function pinAll(ports: Ports, run: Run, batches: ReturnType<typeof planBatches>, batch: number) {
  const { writes, after } = pin(run, batches);
  await commit(ports.store, 'pin the targets of', run.runId, writes);
  const pins = batches[batch - 1] ?? [];
  return { run: after, pinned: { batch, clientToken: clientTokenOf(run.runId, batch), pins: [...pins] } };
}

/** The targets of the batch that are not primary yet: a shard already on its target is counted, not sent. */
function stillToSwitch(pinned: PinnedBatch, shards: readonly Shard[]): readonly string[] {
  const seen = seeRoles(pinned.pins, shards).perShard;
  return pinned.pins
    .filter((pin) => seen.some((one) => one.shardId === pin.shardId && one.seen === 'expected'))
    .map((pin) => pin.target);
}

/** Roles that differ from those that the last run left were moved by somebody else: the cool-down counts from now. */
function foreignChange(
  shards: readonly Shard[] | undefined,
  lastRoles: string | undefined,
  now: Instant,
): Instant | undefined {
  if (shards === undefined || lastRoles === undefined || digestOfRoles(shards) === lastRoles)
    return undefined;
  return now;
}

/** Writes why nothing (more) is sent. RecordOutcome closes with it. */
async function refuse(
  ports: Ports,
  run: Run,
  answer: 'not yet' | 'no',
  reason: Reason,
  decision: Decision,
  seen: Partial<Run> = {},
): Promise<void> {
  const refusal = { answer, reason, decision: { code: decision.code, data: definedData(decision) } };
  const known = Object.fromEntries(Object.entries(seen).filter(([, value]) => value !== undefined));
  await commit(ports.store, 'note the refusal of', run.runId, [advance(run, { ...known, refusal })]);
  ports.log.info({ runId: run.runId, what: 'nothing more is sent', ...decision });
}
