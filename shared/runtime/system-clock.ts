import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Milliseconds } from '../time/clock.ts';

/** The longest delay that Node's timers keep; a longer one fires at once (Node docs, Timers). */
const LONGEST_DELAY: Milliseconds = 2 ** 31 - 1;

/**
 * Real time. Sleeps of any length; a timer that fires early is not believed, so a sleep never ends before its instant.
 *
 * Follows the wall clock: when that is set back during a sleep, the sleep lasts until the clock has come round again.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleepUntil(at, signal) {
    try {
      for (let left = at - Date.now(); left > 0; left = at - Date.now()) {
        await wait(Math.min(left, LONGEST_DELAY), undefined, signal === undefined ? {} : { signal });
      }
    } catch (error) {
      // Node wraps the reason in an AbortError of its own; whoever aborted wants to see theirs.
      signal?.throwIfAborted();
      throw error;
    }
    signal?.throwIfAborted();
  },
};
