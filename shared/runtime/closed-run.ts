import { type LanguageTag, renderOutcome } from '../notify/catalogue.ts';
import type { Run } from '../protocol/run.ts';
import { storedDecision } from '../steps/decision.ts';

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
