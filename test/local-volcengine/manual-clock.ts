import type { Clock, Instant } from '../../shared/time/clock.ts';

/** A clock that stands still until it is set. Sleepers wake when it is set to their instant or later. */
export interface ManualClock extends Clock {
  set(at: Instant): void;
  advance(by: number): void;
  readonly sleeping: () => number;
}

export function makeManualClock(start: Instant): ManualClock {
  let now = start;
  let sleepers: { at: Instant; wake: () => void }[] = [];
  const set = (at: Instant) => {
    now = at;
    const due = sleepers.filter((sleeper) => sleeper.at <= now);
    sleepers = sleepers.filter((sleeper) => sleeper.at > now);
    for (const sleeper of due) sleeper.wake();
  };
  return {
    now: () => now,
    set,
    advance: (by) => set(now + by),
    sleeping: () => sleepers.length,
    sleepUntil(at, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (at <= now) resolve();
      const sleeper = { at, wake: resolve };
      sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        sleepers = sleepers.filter((each) => each !== sleeper);
        reject(signal.reason);
      });
      return promise;
    },
  };
}
