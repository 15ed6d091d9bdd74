import type { Outcome, Reason } from './codes.ts';

/** What one outcome means in every place that shows or counts it. */
export interface Consequences {
  /** Whether the execution ends in Fail with the outcome's name as its error. */
  readonly executionFails: boolean;
  /** Exit code of the command that waited for the run. */
  readonly exitCode: 0 | 1 | 3;
  /** Detail type of the event on the bus. */
  readonly event: string;
  readonly message: 'digest' | 'at once';
  /** What the close does to the account's count of consecutive bad outcomes. */
  readonly stopAfter: 'resets' | 'counts' | '-';
}

const done = { executionFails: false, exitCode: 0, message: 'digest' } as const;
const notDone = { executionFails: false, exitCode: 3, message: 'digest', stopAfter: '-' } as const;
const bad = { executionFails: true, exitCode: 1, message: 'at once', stopAfter: 'counts' } as const;

/** PROTOCOL's table B: outcome → everywhere. */
export const TABLE_B: Readonly<Record<Outcome, Consequences>> = {
  SUCCEEDED: { ...done, event: 'Succeeded', stopAfter: 'resets' },
  NOTHING_TO_DO: { ...done, event: 'Succeeded', stopAfter: 'resets' },
  OBSERVED: { ...done, event: 'Observed', stopAfter: '-' },
  SKIPPED: { ...notDone, event: 'Skipped' },
  CANCELLED: { ...notDone, event: 'Cancelled' },
  PARTIAL: { ...bad, event: 'Partial' },
  FAILED: { ...bad, event: 'Failed' },
  UNKNOWN: { ...bad, event: 'Unknown' },
};

/** The outcome of a run that sent nothing, from why it sent nothing (table A, first row). */
export function outcomeOfNoSend(reason: Reason): 'SKIPPED' | 'NOTHING_TO_DO' | 'OBSERVED' | 'CANCELLED' {
  if (reason === 'ALREADY_PRIMARY') return 'NOTHING_TO_DO';
  if (reason === 'OBSERVE_MODE' || reason === 'DRY_RUN') return 'OBSERVED';
  return reason === 'CANCELLED' ? 'CANCELLED' : 'SKIPPED';
}

/** Whether a run's end says that its instance can be switched: it was, or it was there already. */
export const isProven = (outcome: Outcome, reason: Reason): boolean =>
  outcome === 'SUCCEEDED' || reason === 'ALREADY_PRIMARY';

/** Why an occurrence was not honoured although somebody wanted it. Freezes, stops, cool-downs and `never` are wanted. */
export const MISSED: readonly Reason[] = ['WINDOW', 'STALE', 'BUSY', 'NOT_READY', 'LIMIT', 'FOREIGN'];

/** Whether a run's end means that an occurrence was missed: a person should ask why, tomorrow. */
export const isMissed = (outcome: Outcome, reason: Reason): boolean =>
  outcome === 'SKIPPED' && MISSED.includes(reason);
