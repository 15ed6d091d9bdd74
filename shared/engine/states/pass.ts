import { type Exit, readExit, takeExit } from '../exit.ts';
import type { Frame, Outcome } from '../frame.ts';
import type { FieldReader } from '../reader.ts';

/** Hands its input on, or an Output of its own. */
export interface PassState {
  readonly type: 'Pass';
  readonly exit: Exit;
}

export function readPass(reader: FieldReader): PassState {
  return { type: 'Pass', exit: readExit(reader, 'entry', reader.nextOrEnd()) };
}

export function runPass(state: PassState, frame: Frame): Promise<Outcome> {
  return takeExit(frame, state.exit, frame.visit.input);
}
