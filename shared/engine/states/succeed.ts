import { type Exit, takeExit } from '../exit.ts';
import type { Frame, Outcome } from '../frame.ts';
import type { FieldReader } from '../reader.ts';

/** Ends the execution well, with its input or an Output of its own. */
export interface SucceedState {
  readonly type: 'Succeed';
  readonly exit: Exit;
}

export function readSucceed(reader: FieldReader): SucceedState {
  return {
    type: 'Succeed',
    exit: { output: reader.template('Output', 'entry'), assign: undefined, next: undefined },
  };
}

export function runSucceed(state: SucceedState, frame: Frame): Promise<Outcome> {
  return takeExit(frame, state.exit, frame.visit.input);
}
