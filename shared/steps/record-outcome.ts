import type { Closing } from '../protocol/close.ts';
import type { Run } from '../protocol/run.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { outcomeOfNoSend, TABLE_B } from '../switchover/consequences.ts';
import { decide } from '../switchover/decisions.ts';
import { judge } from '../switchover/outcome.ts';
import { whatTo } from '../switchover/phases.ts';
import { announce } from './announce.ts';
import { closeRun } from './close-run.ts';
import { storedDecision } from './decision.ts';
import { NotYetDecided, OutcomeError, RunChanged } from './errors.ts';
import { evidenceOf } from './evidence.ts';
import { readOfRun } from './input.ts';
import { planVersion } from './plan-in-force.ts';
import type { Frame, Ports } from './ports.ts';
import { openRun, type RunFile } from './run-file.ts';

/** What an execution ends with when it does not fail. */
export interface Recorded {
  readonly runId: string;
  readonly outcome: string;
  readonly reason: string;
  readonly sentence: string;
  readonly desired?: string;
  readonly attributed?: string;
}

/**
 * Closes the run by table A, announces it, and ends the execution by table B: with the outcome as its output, or failing
 * with the outcome's own name once the record stands. A crash between the two is finished by settle.
 */
export function makeRecordOutcome(ports: Ports & { readonly sentenceOf: (run: Run) => string }) {
  return async (input: unknown, _frame: Frame): Promise<Recorded> => {
    const { runId, execution } = readOfRun('RecordOutcome', input);
    const file = await openRun(ports.store, runId);
    const closed = await closedRun(ports, file, execution);
    await tell(ports, closed);
    return endOf(closed, ports.sentenceOf(closed));
  };
}

/** The record stands whatever the announcer says: what it did not deliver, settle delivers from the outbox. */
async function tell(ports: Ports, closed: Run): Promise<void> {
  try {
    await announce(ports, closed);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    ports.log.warn({ runId: closed.runId, what: `not announced yet: ${String(error)}` });
  }
}

async function closedRun(ports: Ports, file: RunFile, execution: string): Promise<Run> {
  if (whatTo('RecordOutcome', file.run.phase) === 'announce') return file.run;
  if (file.run.executor !== execution) throw new NotYetDecided(file.run.runId);
  const closing = await closingOf(ports, file);
  if (closing === undefined) throw new NotYetDecided(file.run.runId);
  try {
    return await closeRun(ports, file, closing, execution);
  } catch (error) {
    return await closedBySomebodyElse(ports, file.run.runId, error);
  }
}

/** Settle or a cancellation may close at the same moment; the execution then ends by what they wrote. */
async function closedBySomebodyElse(ports: Ports, runId: string, error: unknown): Promise<Run> {
  const present = error instanceof RunChanged ? (await openRun(ports.store, runId)).run : undefined;
  if (present?.phase !== 'CLOSED') throw error;
  return present;
}

/** How the run ends by what is known now; `undefined` while the evidence allows no end. */
async function closingOf(ports: Ports, file: RunFile): Promise<Closing | undefined> {
  const { run } = file;
  if (whatTo('RecordOutcome', run.phase) !== 'close by evidence') return closingWithoutSend(run);
  const plan = await planVersion(ports.store, run.plan);
  const ruling = judge(evidenceOf(file, plan, ports.settings, run.looks ?? [], ports.clock.now()));
  return 'keepObserving' in ruling ? undefined : ruling;
}

/** Nothing was sent: why is on the run. Without a why, the steps died before they could say one. */
export function closingWithoutSend(run: Run): Closing {
  if (run.refusal === undefined) {
    return { outcome: 'SKIPPED', reason: 'NOT_READY', decision: decide('NOTHING_WAS_SENT', {}), hold: false };
  }
  const { reason, decision } = run.refusal;
  return { outcome: outcomeOfNoSend(reason), reason, decision: storedDecision(decision), hold: false };
}

function endOf(run: Run, sentence: string): Recorded {
  const { outcome, reason, decision, desired, attributed } = run;
  if (outcome === undefined || reason === undefined || decision === undefined)
    throw new NotYetDecided(run.runId);
  if (TABLE_B[outcome].executionFails) throw new OutcomeError(outcome, sentence, storedDecision(decision));
  return {
    runId: run.runId,
    outcome,
    reason,
    sentence,
    ...(desired && { desired }),
    ...(attributed && { attributed }),
  };
}
