import { readStop, type Stop } from '../protocol/control.ts';
import { CONTROL, STOP_PREFIX } from '../protocol/keys.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { type Clock, SECOND } from '../time/clock.ts';

const READS = 3;
const WITHIN = 2 * SECOND;
/** Between two reads; an instant is whole milliseconds. */
const PAUSE = Math.floor(WITHIN / READS / 2);

/** All stops, by a consistent read. Unreadable after three reads within two seconds means stopped. */
export async function readStops(store: Store, clock: Clock): Promise<readonly Stop[] | 'unreadable'> {
  const until = clock.now() + WITHIN;
  for (let read = 1; read <= READS && clock.now() <= until; read += 1) {
    try {
      return (await store.list(CONTROL, STOP_PREFIX)).map(readStop);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      if (read < READS) await clock.sleepUntil(clock.now() + PAUSE);
    }
  }
  return 'unreadable';
}
