import { matches, readErrorEquals } from './error-equals.ts';
import { type Exit, readExit } from './exit.ts';
import type { Failure } from './failure.ts';
import { CATCHER_FIELDS } from './fields.ts';
import type { FieldReader } from './reader.ts';

/** A way out of a state that failed. */
export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly exit: Exit;
}

export function readCatch(reader: FieldReader): readonly Catcher[] {
  const catchers = reader.each('Catch');
  return catchers.map((catcher, index) => {
    catcher.requireOnly(CATCHER_FIELDS);
    return {
      errorEquals: readErrorEquals(catcher, index === catchers.length - 1),
      exit: readExit(catcher, 'error', catcher.target('Next')),
    };
  });
}

/** The first catcher that takes the failure. */
export function catcherOf(catchers: readonly Catcher[], failure: Failure): Catcher | undefined {
  return catchers.find(({ errorEquals }) => matches(errorEquals, failure));
}

/** The Error Output: `$states.errorOutput`, and a catcher's output where it has no Output. */
export function errorOutput({ error = '', cause = '' }: Failure): {
  readonly Error: string;
  readonly Cause: string;
} {
  return { Error: error, Cause: cause };
}
