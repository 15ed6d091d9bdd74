import type { Clock, Instant } from '../../shared/time/clock.ts';

/** A clock that stands still until it is told to go on. Nothing in it awaits a real timer. */
export interface VirtualClock extends Clock {
  /** The instants that somebody sleeps until, soonest first. */
  sleepers(): readonly Instant[];
  /** Drains the microtasks, then leaps from deadline to deadline until `done` holds or nobody sleeps. */
  runUntil(done: () => boolean): Promise<void>;
  /** Drains the microtasks, then leaps from deadline to deadline up to `at`, and stands at `at`. */
  advanceTo(at: Instant): Promise<void>;
}

/** Makes one that stands at `start`. Before each leap it waits for `quiet`: that nothing goes on by itself any more. */
export function makeVirtualClock(start: Instant, quiet: () => Promise<void> = drainMicrotasks): VirtualClock {
  let now = start;
  const sleeping = new Set<{ readonly at: Instant; readonly wake: () => void }>();
  const sleepers = () => [...sleeping].map(({ at }) => at).sort((a, b) => a - b);

  function wakeUntil(at: Instant): void {
    now = Math.max(now, at);
    for (const sleeper of sleeping) if (sleeper.at <= now) sleeper.wake();
  }

  async function leapUntil(done: () => boolean, last: Instant): Promise<void> {
    for (;;) {
      await quiet();
      const [next] = sleepers();
      if (done() || next === undefined || next > last) return;
      wakeUntil(next);
    }
  }

  return {
    now: () => now,
    sleepers,
    sleepUntil: (at, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (at <= now) return resolve();
        const settle = (how: () => void) => {
          sleeping.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          how();
        };
        // A machine's clock tells whole milliseconds, and never wakes anybody early.
        const sleeper = { at: Math.ceil(at), wake: () => settle(resolve) };
        const abort = () => settle(() => reject(signal?.reason));
        signal?.addEventListener('abort', abort, { once: true });
        sleeping.add(sleeper);
      }),
    runUntil: (done) => leapUntil(done, Number.POSITIVE_INFINITY),
    advanceTo: async (at) => {
      await leapUntil(() => false, at);
      wakeUntil(at);
      await quiet();
    },
  };
}

/** The next turn of the event loop begins only when no microtask is left. It takes no time. */
export function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
