import { type LanguageTag, renderOutcome } from '../notify/catalogue.ts';
import type { Run } from '../protocol/run.ts';
import { storedDecision } from '../steps/decision.ts';
import { TABLE_B } from '../switchover/consequences.ts';

/** For whom a run is told about. */
export interface RunReader {
  readonly language: LanguageTag;
  /** IANA zone. */
  readonly zone: string;
}

/** The one sentence of a closed run, the same in the record, the log, the API, the CLI and the message. Empty while it is open. */
export function sentenceFor(reader: RunReader): (run: Run) => string {
  return ({ outcome, reason, decision }) =>
    outcome === undefined || reason === undefined || decision === undefined
      ? ''
      : renderOutcome(outcome, reason, storedDecision(decision), reader);
}

/** What the world is told about a closed run: the detail of its events, the output of a waiting workflow's task. */
export function toldOf(run: Run, sentence: string) {
  return {
    runId: run.runId,
    account: run.account,
    instance: run.instance,
    ...(run.rule !== undefined && { rule: run.rule }),
    mode: run.mode,
    trigger: { source: run.trigger.source, by: run.trigger.by, reason: run.trigger.reason },
    outcome: run.outcome,
    reason: run.reason,
    decision: run.decision,
    sentence,
    desired: run.desired,
    attributed: run.attributed,
    held: run.hold === true,
    closedAt: run.closedAt === undefined ? undefined : new Date(run.closedAt).toISOString(),
  };
}

/** The detail of an event about a closed run, on the bus of a deployment. */
export const eventDetailOf = (deployment: string, run: Run, sentence: string) => ({
  deployment,
  ...toldOf(run, sentence),
});

/** What a workflow is answered that waits for a run: an output, or the error by which its task fails. */
export type TokenAnswer =
  | { readonly output: ReturnType<typeof toldOf> }
  | { readonly failure: { readonly error: string; readonly cause: string } };

/**
 * Success with what the run came to, or failure with the outcome's name, in the same form in which the run's own
 * execution fails (PROTOCOL, table B).
 */
export function tokenAnswerOf(run: Run, sentence: string): TokenAnswer {
  const { outcome } = run;
  if (outcome === undefined || !TABLE_B[outcome].executionFails) return { output: toldOf(run, sentence) };
  const cause = JSON.stringify({ errorType: outcome, errorMessage: sentence, trace: [] });
  return { failure: { error: outcome, cause } };
}
