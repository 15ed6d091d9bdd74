import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Instant } from '../time/clock.ts';

/** A clock that leaps: while anything is at work it stands still, and when everything waits it goes to the next deadline. */
export interface LeapingClock extends Clock {
  /**
   * Keeps the clock still until `work` has ended: an exchange over a real socket takes no time on this clock. While the
   * work itself sleeps on the clock, as a read does before it is tried again, it is not under way.
   */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface Sleeper {
  readonly at: Instant;
  readonly wake: () => void;
}

/** Something under way, and how many sleeps of its own it waits for. */
interface Work {
  sleeps: number;
}

/** Turns of the event loop in which nothing has happened before everything is taken to be waiting. */
const QUIET_TURNS = 2;

/**
 * Makes a clock that starts at `start` and leaps to the next deadline, a sleeper's own or one of `others` (the local
 * endpoint's next change), whenever nobody is at work. For practice: a night passes in seconds and in its own order.
 */
export function makeLeapingClock(
  start: Instant,
  others: () => Instant | undefined = () => undefined,
): LeapingClock {
  const sleeping = new Set<Sleeper>();
  const works = new Set<Work>();
  const present = new AsyncLocalStorage<Work>();
  let now = start;
  let quiet = 0;
  let watching = false;

  function watch(): void {
    quiet = 0;
    again();
  }

  function turn(): void {
    watching = false;
    if (sleeping.size === 0 || [...works].some(({ sleeps }) => sleeps === 0)) return;
    quiet += 1;
    if (quiet >= QUIET_TURNS) leap();
    if (sleeping.size > 0) again();
  }

  function again(): void {
    if (watching) return;
    watching = true;
    setImmediate(turn);
  }

  function leap(): void {
    quiet = 0;
    const next = Math.min(...[...sleeping].map((sleeper) => sleeper.at));
    const other = others();
    now = Math.max(now, other !== undefined && other > now ? Math.min(next, other) : next);
    for (const sleeper of [...sleeping]) if (sleeper.at <= now) sleeper.wake();
  }

  return {
    now: () => now,
    sleepUntil(at, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal?.aborted) reject(signal.reason);
      else if (at <= now) resolve();
      else {
        const work = present.getStore();
        const end = (how: () => void) => {
          if (work !== undefined) work.sleeps -= 1;
          sleeping.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          how();
        };
        const sleeper: Sleeper = { at: Math.ceil(at), wake: () => end(resolve) };
        const abort = () => end(() => reject(signal?.reason));
        signal?.addEventListener('abort', abort, { once: true });
        if (work !== undefined) work.sleeps += 1;
        sleeping.add(sleeper);
        watch();
      }
      return promise;
    },
    async during(work) {
      const own: Work = { sleeps: 0 };
      works.add(own);
      try {
        return await present.run(own, work);
      } finally {
        works.delete(own);
        watch();
      }
    },
  };
}
