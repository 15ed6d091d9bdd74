/** Error names of the States Language (its appendix A) that the engine itself reports. */
export const ERRORS = {
  all: 'States.ALL',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
  runtime: 'States.Runtime',
  dataLimitExceeded: 'States.DataLimitExceeded',
  queryEvaluation: 'States.QueryEvaluationError',
  noChoiceMatched: 'States.NoChoiceMatched',
  /** Ours: the process died four times inside one visit of a step (once, and in three restarts). Retry and Catch may name it. */
  restartedTooOften: 'StepRestartedTooOften',
} as const;

/** Why a state or an execution failed. Both parts may be missing: a Fail state need not name either. */
export interface Failure {
  readonly error?: string;
  readonly cause?: string;
}

/** The service keeps at most this many characters of a cause (API reference, EvaluationFailedEventDetails). */
const CAUSE_LIMIT = 32_768;

/** A failure whose cause fits into a history event. */
export function failure(error: string, cause?: string): Failure & { readonly error: string } {
  return { error, ...(cause === undefined ? {} : { cause: cause.slice(0, CAUSE_LIMIT) }) };
}

/** A state could not go on: thrown while evaluating its fields, caught by whoever runs the state. */
export class StateFault extends Error {
  override readonly name = 'StateFault';
  readonly error: string;
  readonly field: string | undefined;

  constructor(error: string, message: string, field?: string) {
    super(message);
    this.error = error;
    this.field = field;
  }
}

/** The cause as the service words it: evaluation errors say in which state, and at which event it was entered. */
export function located(state: string, enteredId: number, detail: string): string {
  return `An error occurred while executing the state '${state}' (entered at the event id #${enteredId}). ${detail}`;
}
