import * as z from 'zod';
import { MINUTE, SECOND } from '../time/clock.ts';
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

const wait = z.int().min(1).max(MINUTE);

const schema = z.strictObject({
  timeouts: z
    .strictObject({
      connect: wait.default(3 * SECOND),
      headers: wait.default(10 * SECOND),
      body: wait.default(10 * SECOND),
      total: wait.default(10 * SECOND),
    })
    .prefault({}),
  readBudget: z
    .strictObject({
      attempts: z.int().min(1).max(10).default(4),
      elapsed: wait.default(20 * SECOND),
      firstDelay: wait.default(200),
      longestDelay: wait.default(5 * SECOND),
    })
    .prefault({}),
  answerLimit: z
    .int()
    .min(1_024)
    .max(64 * 1_024 * 1_024)
    .default(4 * 1_024 * 1_024),
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
