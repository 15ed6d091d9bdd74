import * as z from 'zod/mini';
import { MINUTE, type Milliseconds, SECOND } from '../time/clock.ts';
import { InvalidSettings } from './errors.ts';
import type { ReadBudget } from './retry.ts';
import type { Timeouts } from './transport.ts';

/** What an exchange and a read may cost. */
export interface Limits {
  readonly timeouts: Timeouts;
  readonly readBudget: ReadBudget;
  /** Bytes of an answer's body. */
  readonly answerLimit: number;
}

export interface LimitSettings {
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly readBudget?: Partial<ReadBudget> | undefined;
  readonly answerLimit?: number | undefined;
}

/** A whole number within its bounds, ours unless another is given. */
function number(low: number, high: number, unlessSet: number) {
  const fault = `must be a whole number from ${low} to ${high}`;
  return z._default(z.int(fault).check(z.minimum(low, fault), z.maximum(high, fault)), unlessSet);
}

const wait = (unlessSet: Milliseconds) => number(1, MINUTE, unlessSet);

const schema = z.strictObject({
  timeouts: z.prefault(
    z.strictObject({
      connect: wait(3 * SECOND),
      headers: wait(10 * SECOND),
      body: wait(10 * SECOND),
      total: wait(10 * SECOND),
    }),
    {},
  ),
  readBudget: z.prefault(
    z.strictObject({
      attempts: number(1, 10, 4),
      elapsed: wait(20 * SECOND),
      firstDelay: wait(200),
      longestDelay: wait(5 * SECOND),
    }),
    {},
  ),
  answerLimit: number(1_024, 64 * 1_024 * 1_024, 4 * 1_024 * 1_024),
});

/**
 * The limits with our defaults where none are given: 3 s to connect, 10 s for the whole exchange, 4 attempts within 20 s for a
 * read, 4 MiB of answer. Throws `InvalidSettings` with every fault; no time may pass a minute.
 */
export function resolveLimits({ timeouts, readBudget, answerLimit }: LimitSettings): Limits {
  const reading = schema.safeParse({ timeouts, readBudget, answerLimit });
  if (reading.success) return reading.data;
  const faults = reading.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new InvalidSettings('Redis client', faults);
}
