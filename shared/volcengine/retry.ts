import type { Clock, Instant, Milliseconds } from '../time/clock.ts';
import type { Answer } from './redis.ts';

/** What one read may cost. Both limits hold: whichever is reached first ends it. */
export interface ReadBudget {
  readonly attempts: number;
  readonly elapsed: Milliseconds;
  /** The wait before the second attempt is drawn from 0 to this; each later one from twice as much … */
  readonly firstDelay: Milliseconds;
  /** … up to this. */
  readonly longestDelay: Milliseconds;
}

/** One attempt's result. `again` says whether, and when, another attempt could do better. */
export type Attempt<T> =
  | { readonly usable: true; readonly value: T }
  | { readonly usable: false; readonly answer: Answer; readonly again: 'later' | 'at once' | 'never' };

/** The last answer, with what was spent on it. */
export interface GaveUp {
  readonly usable: false;
  readonly answer: Answer;
  readonly attempts: number;
  readonly elapsed: Milliseconds;
}

export interface RetryParts {
  readonly clock: Clock;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  readonly budget: ReadBudget;
}

/**
 * Attempts until one is usable or the budget is spent; for reads only, since a read changes nothing.
 *
 * Waits are drawn evenly from zero to a doubling bound (full jitter), and are never shorter than Retry-After asks.
 * A wait that would end beyond the budget is not begun. This is the only layer in which anything is tried again.
 */
export async function withinBudget<T>(
  attempt: (endsAt: Instant) => Promise<Attempt<T>>,
  { clock, random, budget }: RetryParts,
): Promise<{ usable: true; value: T } | GaveUp> {
  const startedAt = clock.now();
  const endsAt = startedAt + budget.elapsed;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt(endsAt);
    if (outcome.usable) return outcome;
    const { answer, again } = outcome;
    const now = clock.now();
    const resumeAt = again === 'later' ? now + wait(attempts, answer, budget, random) : now;
    if (again === 'never' || attempts >= budget.attempts || resumeAt >= endsAt) {
      return { usable: false, answer, attempts, elapsed: now - startedAt };
    }
    if (again === 'later') await clock.sleepUntil(resumeAt);
  }
}

function wait(attempts: number, answer: Answer, budget: ReadBudget, random: () => number): Milliseconds {
  const bound = Math.min(budget.longestDelay, budget.firstDelay * 2 ** (attempts - 1));
  return Math.max(Math.ceil(random() * bound), (answer.retryAfterSeconds ?? 0) * 1_000);
}
