import type { Instant } from '../time/clock.ts';
import { matches, readErrorEquals } from './error-equals.ts';
import type { Failure } from './failure.ts';
import { RETRIER_FIELDS } from './fields.ts';
import type { FieldReader } from './reader.ts';

/** One retry policy, defaults filled in. */
export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly fullJitter: boolean;
}

const MOST_SECONDS = 99_999_999;
/** `MaxDelaySeconds` must stay below this (service's documentation on retrying after an error). */
const MOST_DELAY_SECONDS = 31_622_400;

export function readRetry(reader: FieldReader): readonly Retrier[] {
  const retriers = reader.each('Retry');
  return retriers.map((retrier, index) => readRetrier(retrier, index === retriers.length - 1));
}

function readRetrier(reader: FieldReader, last: boolean): Retrier {
  reader.requireOnly(RETRIER_FIELDS);
  const number = (field: string, otherwise: number, least: number, most: number, whole = true): number => {
    const value = reader.has(field) ? reader.fields[field] : otherwise;
    const right = typeof value === 'number' && value >= least && value <= most;
    if (right && (!whole || Number.isInteger(value))) return value;
    reader.refuse(field, `must be ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}.`);
    return otherwise;
  };
  const { JitterStrategy: jitter } = reader.fields;
  if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
    reader.refuse('JitterStrategy', 'must be FULL or NONE.');
  }
  return {
    errorEquals: readErrorEquals(reader, last),
    intervalSeconds: number('IntervalSeconds', 1, 1, MOST_SECONDS),
    maxAttempts: number('MaxAttempts', 3, 0, MOST_SECONDS),
    backoffRate: number('BackoffRate', 2, 1, Number.MAX_VALUE, false),
    maxDelaySeconds: reader.has('MaxDelaySeconds')
      ? number('MaxDelaySeconds', MOST_DELAY_SECONDS, 1, MOST_DELAY_SECONDS - 1)
      : MOST_DELAY_SECONDS,
    fullJitter: jitter === 'FULL',
  };
}

/**
 * When to try again after `failure`, or `undefined` when no policy allows another try.
 *
 * `before` are the earlier failures of the same visit: every one of them was retried, and each retrier counts only
 * those that it took itself (States Language, Complex retry scenarios). Full jitter draws from [0, delay).
 */
export function nextAttempt(
  retriers: readonly Retrier[],
  before: readonly Failure[],
  failure: Failure,
  now: Instant,
  random: () => number,
): Instant | undefined {
  const retrier = takerOf(retriers, failure);
  if (retrier === undefined) return undefined;
  const taken = before.filter((earlier) => takerOf(retriers, earlier) === retrier).length;
  if (taken >= retrier.maxAttempts) return undefined;
  const grown = retrier.intervalSeconds * retrier.backoffRate ** taken;
  const delay = Math.min(grown, retrier.maxDelaySeconds) * 1_000;
  return now + Math.ceil(retrier.fullJitter ? delay * random() : delay);
}

/** The first retrier that names the error takes it, even when its attempts are used up. */
function takerOf(retriers: readonly Retrier[], failure: Failure): Retrier | undefined {
  return retriers.find(({ errorEquals }) => matches(errorEquals, failure));
}
