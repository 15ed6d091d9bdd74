import type { Channel } from '../notify/channel.ts';
import type { NamedChannel } from '../plan/notify.ts';
import { keys } from '../protocol/keys.ts';
import { closeChannel, type PaceRecord, readPace, takePlace } from '../protocol/pace.ts';
import type { Store } from '../store/store.ts';
import { type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import type { Ports } from './ports.ts';

type PacePorts = Pick<Ports, 'store' | 'clock' | 'random'>;

/** Whoever tells waits so long for a place; a longer wait is left to settle. */
const LONGEST_WAIT: Milliseconds = 5 * SECOND;

/** Others who take a place in the same moment. */
const MOST_ROUNDS = 8;

/**
 * Waits for a place in a channel's pace, which all processes share. Returns undefined once it is taken, else the instant
 * from which there may be one. What waits together is spread by chance over a second.
 */
export async function waitForPlace(
  { store, clock, random }: PacePorts,
  named: NamedChannel,
  { pace }: Channel,
): Promise<Instant | undefined> {
  if (pace.length === 0) return undefined;
  const key = keys.pace(named.kind, named.name);
  const latest = clock.now() + LONGEST_WAIT;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const place = takePlace(key, await paceOf(store, named), pace, clock.now());
    if (place.free) {
      if ((await store.transact([place.write])).committed) return undefined;
      continue;
    }
    const from = place.from + Math.round(random() * SECOND);
    if (from > latest) return from;
    await clock.sleepUntil(from);
  }
  return clock.now() + SECOND;
}

/**
 * Notes that a channel takes nothing until then. Whoever takes a place in the same moment wins the race, and knows nothing of
 * it: it is noted after them. Not noted after so many, others find out for themselves.
 */
export async function keepClosed(
  { store, clock }: PacePorts,
  named: NamedChannel,
  until: Instant,
): Promise<void> {
  const key = keys.pace(named.kind, named.name);
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const closed = closeChannel(key, await paceOf(store, named), { now: clock.now(), until });
    if ((await store.transact([closed])).committed) return;
  }
}

async function paceOf(store: Store, { kind, name }: NamedChannel): Promise<PaceRecord | undefined> {
  const item = await store.get(keys.pace(kind, name));
  return item === undefined ? undefined : readPace(item);
}
