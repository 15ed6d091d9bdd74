import { type Clock, type Milliseconds, SECOND } from '../time/clock.ts';
import { describeFailure, failureKind } from './dynamodb-failure.ts';
import { StoreUnavailable, ValueRefused } from './errors.ts';

/** Does one request, again if need be, until it is answered for good. `what` names it in errors. */
export type Repeat = <Answer>(what: string, attempt: () => Promise<Answer>) => Promise<Answer>;

export interface RepeatOptions {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Two limits on every loop: this many attempts, and none begun after this much time. */
const ATTEMPTS = 8;
const BUDGET: Milliseconds = 10 * SECOND;

const FIRST_DELAY: Milliseconds = 25;
const LONGEST_DELAY: Milliseconds = SECOND;

/**
 * Makes the one retry layer over DynamoDB: full jitter over an exponential bound, so that rivals spread out.
 *
 * Repeats what is busy or lost; a failure that asking again does not mend is thrown at once.
 */
export function makeRepeat({ clock, random }: RepeatOptions): Repeat {
  return async (what, attempt) => {
    const end = clock.now() + BUDGET;
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        const until = clock.now() + random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1));
        if (attempts === ATTEMPTS || until > end || !mayRepeat(error)) throw gaveUp(what, attempts, error);
        await clock.sleepUntil(until);
      }
    }
  };
}

function mayRepeat(error: unknown): boolean {
  const kind = failureKind(error);
  return kind === 'busy' || kind === 'lost';
}

function gaveUp(what: string, attempts: number, cause: unknown): Error {
  const cameBack = describeFailure(cause);
  if (failureKind(cause) === 'invalid') return new ValueRefused(what, [cameBack], { cause });
  const times = attempts === 1 ? '' : ` after ${attempts} attempts`;
  return new StoreUnavailable(`${what} → ${cameBack}${times}`, { cause });
}
