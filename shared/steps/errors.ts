import type { Decision, Outcome } from '../switchover/codes.ts';

/** The input of a step is not what its caller must send. Lists all faults. Nothing was started. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
  readonly faults: readonly string[];

  constructor(step: string, faults: readonly string[]) {
    super(`${step} refused its input: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/** A workflow does not know yet that its request was refused. The step may be run again: the refusal is kept once. */
export class RefusalUntold extends Error {
  override readonly name = 'RefusalUntold';

  constructor(execution: string, cause: unknown) {
    super(`tell who waits for ${execution} that it was refused → ${String(cause)}`, { cause });
  }
}

/** The platform will never take this answer for a waiting workflow, however often it is brought. */
export class AnswerDenied extends Error {
  override readonly name = 'AnswerDenied';
}

/** A step was asked about a run that has no record. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
  readonly runId: string;

  constructor(runId: string) {
    super(`read run ${runId} → no such record`);
    this.runId = runId;
  }
}

/** Somebody else wrote the run between reading and writing. The step may be run again: it resumes by phase. */
export class RunChanged extends Error {
  override readonly name = 'RunChanged';

  constructor(what: string, runId: string) {
    super(`${what} run ${runId} → it has changed since it was read`);
  }
}

/** The evidence does not allow an end yet. Settle takes the run up again. */
export class NotYetDecided extends Error {
  override readonly name = 'NotYetDecided';

  constructor(runId: string) {
    super(`close run ${runId} → the evidence does not allow an outcome yet; settle will close it`);
  }
}

/** Fails the execution with the outcome's own name, after the record stands (PROTOCOL, table B). */
export class OutcomeError extends Error {
  override readonly name: Outcome;
  readonly decision: Decision;

  constructor(outcome: Outcome, sentence: string, decision: Decision) {
    super(sentence);
    this.name = outcome;
    this.decision = decision;
  }
}
