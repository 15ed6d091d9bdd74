import { readStop, type Stop } from '../protocol/control.ts';
import { CONTROL, STOP_PREFIX } from '../protocol/keys.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { readPatiently } from './patient-read.ts';

/** All stops, by a consistent read. Unreadable after three reads within two seconds means stopped. */
export function readStops(store: Store, clock: Clock): Promise<readonly Stop[] | 'unreadable'> {
  return readPatiently(clock, async () => (await store.list(CONTROL, STOP_PREFIX)).map(readStop));
}
