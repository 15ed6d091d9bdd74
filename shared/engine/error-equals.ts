import { ERRORS, type Failure } from './failure.ts';
import type { FieldReader } from './reader.ts';

/**
 * The service takes this name for a heartbeat that stayed away, though its history says `States.Timeout`. What a Catch is then
 * given is not recorded anywhere, so the name is refused, not guessed at.
 */
const HEARTBEAT_TIMEOUT = 'States.HeartbeatTimeout';

/** Reads the error names of a retrier or catcher. `States.ALL` must stand alone and in the last one. */
export function readErrorEquals(reader: FieldReader, last: boolean): readonly string[] {
  const { ErrorEquals: names } = reader.fields;
  const right = Array.isArray(names) && names.length > 0;
  if (!right || !names.every((name: unknown): name is string => typeof name === 'string')) {
    reader.refuse('ErrorEquals', 'must be a non-empty array of error names.');
    return [];
  }
  if (names.includes(ERRORS.all) && (names.length > 1 || !last)) {
    reader.refuse('ErrorEquals', 'States.ALL must stand alone, and in the last entry.');
  }
  if (names.includes(HEARTBEAT_TIMEOUT)) {
    reader.refuse(
      'ErrorEquals',
      'must not name States.HeartbeatTimeout, which is not interpreted here: a heartbeat that stays away is States.Timeout.',
    );
  }
  return names;
}

/**
 * Whether a retrier or catcher takes a failure.
 *
 * `States.Runtime` is never taken: it always fails the execution. `States.DataLimitExceeded` is taken only by its own
 * name, never by a wildcard. `States.TaskFailed` stands for every error but `States.Timeout`.
 */
export function matches(errorEquals: readonly string[], { error = '' }: Failure): boolean {
  if (error === ERRORS.runtime) return false;
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (error === ERRORS.dataLimitExceeded) return false;
    return name === ERRORS.all || (name === ERRORS.taskFailed && error !== ERRORS.timeout);
  });
}
