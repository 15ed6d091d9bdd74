import { evaluateAs, isString } from '../checks.ts';
import type { Frame, Outcome } from '../frame.ts';
import type { FieldReader } from '../reader.ts';
import type { Template } from '../template.ts';

/** Fails the execution. Neither Error nor Cause need be there. */
export interface FailState {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

const wrongText = (value: unknown) => (typeof value === 'string' ? undefined : 'must be a string.');

export function readFail(reader: FieldReader): FailState {
  return {
    type: 'Fail',
    error: reader.checked('Error', wrongText),
    cause: reader.checked('Cause', wrongText),
  };
}

export async function runFail(state: FailState, frame: Frame): Promise<Outcome> {
  const text = async (template: Template | undefined) =>
    template === undefined ? undefined : await evaluateAs(frame, template, 'string', isString);
  const error = await text(state.error);
  const cause = await text(state.cause);
  return {
    kind: 'failed',
    failure: { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) },
  };
}
