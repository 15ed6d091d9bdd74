import { StoreUnavailable } from '../store/errors.ts';
import { type Clock, SECOND } from '../time/clock.ts';

const READS = 3;
const WITHIN = 2 * SECOND;
/** Between two reads; an instant is whole milliseconds. */
const PAUSE = Math.floor(WITHIN / READS / 2);

/**
 * What a consistent read gives, or `unreadable` after three reads within two seconds (PROTOCOL, Keys, stop).
 *
 * For the few reads right before a send: a store that is away for a moment must not cost the night, and one that stays away
 * must not let anything leave. Only `StoreUnavailable` is waited for.
 */
export async function readPatiently<T>(clock: Clock, read: () => Promise<T>): Promise<T | 'unreadable'> {
  const until = clock.now() + WITHIN;
  for (let reads = 1; reads <= READS && clock.now() <= until; reads += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      if (reads < READS) await clock.sleepUntil(clock.now() + PAUSE);
    }
  }
  return 'unreadable';
}
