import { advance } from '../protocol/advance.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import type { Evidence } from '../switchover/evidence.ts';
import { isReadable, type Look, RUNNING_STATUS, remember } from '../switchover/looks.ts';
import { batchIsProven, judge } from '../switchover/outcome.ts';
import { whatTo } from '../switchover/phases.ts';
import { gapToNextLook } from '../switchover/polling.ts';
import { proofOf } from '../switchover/sends.ts';
import { type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import type { Redis } from '../volcengine/redis.ts';
import { leaseOf } from './close-run.ts';
import { evidenceOf } from './evidence.ts';
import { readOfRun } from './input.ts';
import { seesTaskOfOurs, takeLook } from './look.ts';
import { accountOf, planVersion, ruleOf } from './plan-in-force.ts';
import type { Frame, Ports } from './ports.ts';
import { commit, openRun, type RunFile } from './run-file.ts';

/** `changing`: look again after `waitSeconds`. `next batch`: back to SwitchOver. `done`: there is an outcome to record. */
export type PollResult =
  | { readonly runId: string; readonly decision: 'changing'; readonly waitSeconds: number }
  | { readonly runId: string; readonly decision: 'next batch' | 'done' };

/** One invocation looks for at most this long, settle time included; a state transition costs more than this much waiting. */
const STAY: Milliseconds = 60 * SECOND;

/** Before a throttled batch goes back to SwitchOver, whatever SwitchOver itself has waited. */
const AFTER_THROTTLING: Milliseconds = 15 * SECOND;

/** Left at the end of an invocation for the last look and its write. */
const RESERVE: Milliseconds = 25 * SECOND;

/**
 * Watches the roles until they decide (PROTOCOL, Phases, table A). `Running` alone decides nothing.
 *
 * Raises `verified` when a batch was seen on target in two looks a settle apart; nobody else does. Leaves the looks on
 * the run for RecordOutcome. Never sends anything.
 */
export function makePollStatus(ports: Ports) {
  return async (input: unknown, frame: Frame): Promise<PollResult> => {
    const { runId, execution } = readOfRun('PollStatus', input);
    const file = await openRun(ports.store, runId);
    const action = whatTo('PollStatus', file.run.phase);
    const observes = action === 'observe' || action === 'observe as ambiguous';
    if (!observes || file.run.executor !== execution) return { runId, decision: 'done' };
    return await new Watch(ports, file, frame).untilDecided();
  };
}

/** One invocation's watch over one run. */
class Watch {
  readonly #ports: Ports;
  readonly #file: RunFile;
  readonly #leaveAt: Instant;
  #looks: readonly Look[];
  #roles: string | undefined;

  constructor(ports: Ports, file: RunFile, frame: Frame) {
    this.#ports = ports;
    this.#file = file;
    this.#leaveAt = ports.clock.now() + Math.min(STAY, frame.remaining() - RESERVE);
    this.#looks = file.run.looks ?? [];
  }

  async untilDecided(): Promise<PollResult> {
    const { store, clock, settings } = this.#ports;
    const { run } = this.#file;
    const plan = await planVersion(store, run.plan);
    const redis = this.#ports.redis(accountOf(plan, run));
    const took = (await leaseOf(store, run))?.lastChangeTook;
    await clock.sleepUntil(Math.min(this.#firstLookAt(took), this.#leaveAt));
    for (;;) {
      await this.#look(redis);
      const evidence = evidenceOf(this.#file, plan, settings, this.#looks, clock.now());
      const decided = await this.#decide(redis, evidence);
      if (decided !== undefined) return decided;
      const next = nextLookAt(evidence, took, ruleOf(plan, run).settle);
      if (next > this.#leaveAt) return await this.#leaveUntil(next, evidence);
      await clock.sleepUntil(next);
    }
  }

  /** A look right after the send would see nothing; where nothing was executed there is nothing to wait for. */
  #firstLookAt(took: Milliseconds | undefined): Instant {
    const last = this.#file.sends.at(-1);
    const mayHaveExecuted =
      last?.answer === 'accepted' || last?.answer === 'ambiguous' || last?.answer === 'none';
    const now = this.#ports.clock.now();
    return last !== undefined && mayHaveExecuted
      ? Math.max(now, last.claimedAt + gapToNextLook(0, took))
      : now;
  }

  async #look(redis: Redis): Promise<void> {
    const { run, pins } = this.#file;
    const taken = await takeLook(
      redis,
      this.#ports.clock,
      instanceOf(run).instanceId,
      pins,
      run.lastBatch ?? 1,
    );
    this.#looks = remember(this.#looks, taken.look, this.#file.sends.at(-1)?.claimedAt);
    this.#roles = taken.roles ?? this.#roles;
    this.#ports.log.info({
      runId: run.runId,
      what: 'looked',
      data: { ...taken.look, lastBatch: run.lastBatch },
    });
  }

  async #decide(redis: Redis, evidence: Evidence): Promise<PollResult | undefined> {
    const { run, sends, pins } = this.#file;
    const last = sends.at(-1);
    const lastBatch = run.lastBatch ?? 1;
    if (last === undefined) return await this.#count(lastBatch);
    if (last.answer === 'throttled' && !evidence.throttledForGood) {
      await this.#ports.clock.sleepUntil(this.#ports.clock.now() + AFTER_THROTTLING);
      return { runId: run.runId, decision: 'next batch' };
    }
    const proven = batchIsProven(evidence);
    const verified = proven ? lastBatch : run.verified;
    const ruling = judge({ ...evidence, verified });
    if (!('keepObserving' in ruling)) {
      const unsure = ruling.outcome === 'SUCCEEDED' && proofOf(sends) === 'ambiguous';
      const since = sends[0]?.claimedAt ?? 0;
      const tokens = pins.map((pinned) => pinned.clientToken);
      const ours = unsure && (await seesTaskOfOurs(redis, instanceOf(run).instanceId, since, tokens));
      await this.#save({ verified, ...(ours && { taskOfOurs: true }) });
      return { runId: run.runId, decision: 'done' };
    }
    if (!proven || lastBatch >= (run.batches ?? 0)) return undefined;
    return await this.#goOnToNextBatch(verified);
  }

  /** Nothing was sent so far, because the batch was on target already: that is counted once it is seen here too. */
  async #count(lastBatch: number): Promise<PollResult> {
    const { run } = this.#file;
    const look = this.#looks.at(-1);
    const onTarget = look !== undefined && isReadable(look) && look.batch === 'on target';
    if (onTarget && lastBatch < (run.batches ?? 0)) return await this.#goOnToNextBatch(lastBatch);
    await this.#save({ verified: onTarget ? lastBatch : run.verified });
    return { runId: run.runId, decision: 'done' };
  }

  /** The looks were at this batch; of the next one they say nothing. */
  async #goOnToNextBatch(verified: number): Promise<PollResult> {
    await this.#save({ verified, phase: 'OBSERVING', looks: undefined });
    return { runId: this.#file.run.runId, decision: 'next batch' };
  }

  /** Two looks a settle apart need not fall into one invocation: the first of them is kept on the run. */
  async #leaveUntil(next: Instant, { deadline }: Evidence): Promise<PollResult> {
    const now = this.#ports.clock.now();
    const pastDeadline = deadline !== undefined && now > deadline;
    if (pastDeadline || isOnTarget(this.#looks.at(-1))) await this.#save({});
    const waitSeconds = Math.max(1, Math.ceil((next - now) / SECOND));
    return { runId: this.#file.run.runId, decision: 'changing', waitSeconds };
  }

  async #save(change: Partial<Run>): Promise<void> {
    const { run } = this.#file;
    const seen = { looks: [...this.#looks], roles: this.#roles ?? run.roles, ...change };
    await commit(this.#ports.store, 'note what was seen of', run.runId, [advance(run, seen)]);
  }
}

const isOnTarget = (look: Look | undefined): boolean =>
  look !== undefined && isReadable(look) && look.batch === 'on target' && look.status === RUNNING_STATUS;

/** When the next look can decide something: after the settle, after the signature's life, or when the change is likely done. */
function nextLookAt(evidence: Evidence, took: Milliseconds | undefined, settle: Milliseconds): Instant {
  const { now, looks, sends, deadline } = evidence;
  const first = looks.at(0);
  const lastSend = sends.at(-1);
  if (isOnTarget(looks.at(-1)) && first !== undefined) {
    const quiet = evidence.noEffectCanLand
      ? now
      : Math.max(...sends.map((send) => send.expiresAt)) + 5 * SECOND + 1;
    return Math.max(first.at + settle, quiet, now + SECOND);
  }
  if (deadline !== undefined && now > deadline) return now + settle;
  const gap = gapToNextLook(now - (lastSend?.claimedAt ?? now), took);
  return deadline === undefined ? now + gap : Math.min(now + gap, Math.max(deadline + 1, now + SECOND));
}
