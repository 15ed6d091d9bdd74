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

/** A whole number within its bounds. */
function bounded(low: number, high: number) {
  const fault = `must be a whole number from ${low} to ${high}`;
  return z.int(fault).check(z.minimum(low, fault), z.maximum(high, fault));
}

/** The same, ours unless another is given. */
const number = (low: number, high: number, unlessSet: number) => z._default(bounded(low, high), unlessSet);

const wait = (unlessSet: Milliseconds) => number(1, MINUTE, unlessSet);

const schema = z.strictObject({
  timeouts: z.prefault(
    z.strictObject({
      connect: wait(3 * SECOND),
      headers: z.optional(bounded(1, MINUTE)),
      body: z.optional(bounded(1, MINUTE)),
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
 * The limits with our defaults where none are given: 3 s to connect, 10 s for the whole exchange, of which headers or body
 * may take all, 4 attempts within 20 s for a read, 4 MiB of answer. Throws `InvalidSettings` with every fault; no time may
 * pass a minute.
 */
export function resolveLimits({ timeouts, readBudget, answerLimit }: LimitSettings): Limits {
  const reading = schema.safeParse({ timeouts, readBudget, answerLimit });
  if (reading.success) {
    const { timeouts: given, ...others } = reading.data;
    const { total, headers = total, body = total } = given;
    return { timeouts: { ...given, headers, body }, ...others };
  }
  const faults = reading.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new InvalidSettings('Redis client', faults);
}
