import type { Instant } from '../../time/clock.ts';
import { evaluateAs, evaluateSeconds, isString, wrongSeconds } from '../checks.ts';
import { type Exit, readExit, takeExit } from '../exit.ts';
import { ERRORS, StateFault } from '../failure.ts';
import type { Frame, Outcome } from '../frame.ts';
import type { FieldReader } from '../reader.ts';
import type { Template } from '../template.ts';
import { parseTimestamp } from '../timestamp.ts';

/** Waits a number of seconds from its entry, or until an instant. */
export interface WaitState {
  readonly type: 'Wait';
  readonly until:
    | { readonly kind: 'seconds'; readonly template: Template }
    | { readonly kind: 'timestamp'; readonly template: Template };
  readonly exit: Exit;
}

const NO_TIME: Template = { kind: 'literal', value: 0 };

const wrongTimestamp = (value: unknown) =>
  typeof value === 'string' && parseTimestamp(value) !== undefined
    ? undefined
    : 'must be an ISO-8601 date-time with offset.';

export function readWait(reader: FieldReader): WaitState {
  const seconds = reader.checked('Seconds', wrongSeconds(0));
  const timestamp = reader.checked('Timestamp', wrongTimestamp);
  if ((seconds === undefined) === (timestamp === undefined)) {
    reader.refuse('Seconds', 'a Wait needs exactly one of Seconds and Timestamp.');
  }
  return {
    type: 'Wait',
    until:
      timestamp === undefined
        ? { kind: 'seconds', template: seconds ?? NO_TIME }
        : { kind: 'timestamp', template: timestamp },
    exit: readExit(reader, 'entry', reader.nextOrEnd()),
  };
}

/** When the wait is over. Asked once, on entry, and kept in the history: a restart must not begin the wait anew. */
export async function waitDeadline({ until }: WaitState, frame: Frame): Promise<Instant> {
  if (until.kind === 'seconds') {
    const seconds = await evaluateSeconds(frame, until.template, 'Seconds', 0);
    return frame.visit.enteredAt + seconds * 1_000;
  }
  const text = await evaluateAs(frame, until.template, 'string', isString);
  const at = parseTimestamp(text);
  if (at !== undefined) return at;
  throw new StateFault(
    ERRORS.queryEvaluation,
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    'Timestamp',
  );
}

export async function runWait(state: WaitState, frame: Frame): Promise<Outcome> {
  await frame.sleepUntil(frame.visit.until ?? (await waitDeadline(state, frame)));
  return takeExit(frame, state.exit, frame.visit.input);
}
