import type { HistoryEvent } from '../../shared/engine/engine.ts';
import type { StepName } from '../../shared/workflow/names.ts';

/** One call of a function, as long as the history says that it was under way. */
export interface Invocation {
  readonly step: StepName;
  readonly milliseconds: number;
}

/** What the history of one execution says. */
export interface HistoryCounts {
  readonly states: number;
  /** Each is billed as a transition of its own. */
  readonly retries: number;
  readonly invocations: readonly Invocation[];
}

const ENDED = /^(Task|LambdaFunction)(Succeeded|Failed|TimedOut)$/;
const STARTED = /^(Task|LambdaFunction)Started$/;

/** Counts states, retries and calls in an execution's history. Throws where a call began and no end of it is known. */
export function countHistory(events: readonly HistoryEvent[]): HistoryCounts {
  const invocations: Invocation[] = [];
  let states = 0;
  let retries = 0;
  let callsInState = 0;
  let begun: HistoryEvent | undefined;
  for (const event of events) {
    if (event.type.endsWith('StateEntered')) {
      states += 1;
      callsInState = 0;
    }
    if (STARTED.test(event.type)) {
      callsInState += 1;
      if (callsInState > 1) retries += 1;
      begun = event;
    }
    if (ENDED.test(event.type) && begun !== undefined) {
      invocations.push({ step: begun.state as StepName, milliseconds: event.at - begun.at });
      begun = undefined;
    }
  }
  if (begun !== undefined) throw new Error(`${begun.state} was called, and never ended`);
  return { states, retries, invocations };
}
