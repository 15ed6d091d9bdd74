import { advance, changed } from '../protocol/advance.ts';
import type { Closing } from '../protocol/close.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import { lastMoment } from '../protocol/stuck.ts';
import { decide } from '../switchover/decisions.ts';
import { remember } from '../switchover/looks.ts';
import { batchIsProven, judge } from '../switchover/outcome.ts';
import { type Instant, MINUTE, type Milliseconds } from '../time/clock.ts';
import { closeRun } from './close-run.ts';
import { deadlineFor, evidenceOf } from './evidence.ts';
import { takeLook } from './look.ts';
import { accountOf, planVersion, ruleOf } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { closingWithoutSend } from './record-outcome.ts';
import { commit, type RunFile } from './run-file.ts';

/** How long after its deadline a run's own execution may still be closing it. */
const GRACE: Milliseconds = 3 * MINUTE;

/**
 * Closes a run that its own execution no longer closes: because the execution has ended, or because the deadline passed.
 * Returns the closed run. While it is alive, or the evidence allows no end yet: the instant from which it is overdue.
 */
export async function closeOverdue(ports: Ports, file: RunFile): Promise<Run | { overdueFrom: Instant }> {
  const { run, sends } = file;
  const status = await ports.executions.status(run.executor ?? ports.executions.named(run.runId));
  // Without an executor an unknown execution was never started; with one it is long gone.
  const ended = status !== 'RUNNING' && (status !== undefined || run.executor !== undefined);
  const plan = await planVersion(ports.store, run.plan);
  const overdueFrom = (deadlineFor(sends, ruleOf(plan, run)) ?? lastMoment(run)) + GRACE;
  if (!ended && ports.clock.now() < overdueFrom) return { overdueFrom };
  const end = sends.length === 0 ? { file, closing: closingUnsent(run, status) } : await observe(ports, file);
  if (end === undefined) return { overdueFrom };
  const closed = await closeRun(ports, end.file, end.closing, 'settle');
  if (run.executor !== undefined && status === 'RUNNING') {
    await ports.executions.stop(run.executor, 'closed by settle');
  }
  return closed;
}

/** Nothing was sent and nobody is left to send: a *no* stays one, an aborted execution was cancelled, any other end is a loss. */
function closingUnsent(run: Run, status: string | undefined): Closing {
  if (run.refusal?.answer === 'no') return closingWithoutSend(run);
  if (status === 'ABORTED') {
    const decision = decide('CANCELLED_BY', { by: 'StopExecution' });
    return { outcome: 'CANCELLED', reason: 'CANCELLED', decision, hold: false };
  }
  if (run.refusal !== undefined) return closingWithoutSend(run);
  return {
    outcome: 'SKIPPED',
    reason: 'NOT_READY',
    decision: decide('EXECUTION_LOST', { status }),
    hold: false,
  };
}

/** What was not sent by now is never sent: settle observes and closes, it sends nothing. */
export const NOBODY_LEFT_TO_SEND = {
  gate: 'rule',
  answer: 'no',
  reason: 'NOT_READY',
  decision: decide('EXECUTION_LOST', {}),
} as const;

/** One look a pass, remembered on the run, until the evidence decides. Looks from before the last send say nothing of it. */
async function observe(
  ports: Ports,
  file: RunFile,
): Promise<{ file: RunFile; closing: Closing } | undefined> {
  const { store, clock, settings } = ports;
  const { run, pins } = file;
  const plan = await planVersion(store, run.plan);
  const redis = ports.redis(accountOf(plan, run));
  const taken = await takeLook(redis, clock, instanceOf(run).instanceId, pins, run.lastBatch ?? 1);
  const looks = [...remember(run.looks ?? [], taken.look, file.sends.at(-1)?.claimedAt)];
  const known = evidenceOf(file, plan, settings, looks, clock.now());
  const evidence = { ...known, stoppedBetween: known.stoppedBetween ?? NOBODY_LEFT_TO_SEND };
  const verified = batchIsProven(evidence) ? (run.lastBatch ?? 1) : run.verified;
  const change: Partial<Run> = { looks, verified, roles: taken.roles ?? run.roles };
  await commit(store, 'note what was seen of', run.runId, [advance(run, change)]);
  const seen = { ...file, run: changed(run, change) };
  const ruling = judge({ ...evidence, verified });
  return 'keepObserving' in ruling ? undefined : { file: seen, closing: ruling };
}
