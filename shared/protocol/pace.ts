import * as z from 'zod/mini';
import type { Condition, Item, Key, Write } from '../store/store.ts';
import { HOUR, type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { attributesOf, readRecord } from './record.ts';

const paceSchema = z.object({
  /** Raised by every write. */
  version: z.number(),
  /** How many went in the present window of each length. */
  windows: z.array(z.object({ per: z.number(), startsAt: z.number(), count: z.number() })),
  /** Nothing goes before it: the channel did not take what was sent last. */
  closedUntil: z.optional(z.number()),
});

/** What went over one channel lately, of all processes together. */
export type PaceRecord = Readonly<z.infer<typeof paceSchema>>;

export const readPace = (item: Item): PaceRecord => readRecord(paceSchema, item);

/** At most `count` in each window of `per` milliseconds that is aligned to it, as `shared/notify/channel.ts` has it. */
export interface Limit {
  readonly count: number;
  readonly per: Milliseconds;
}

export type Place =
  | { readonly free: true; readonly write: Write }
  /** `from`: when asking again makes sense. */
  | { readonly free: false; readonly from: Instant };

/** Takes a place in every window of a channel, or says from when there may be one. Two who read the same take one. */
export function takePlace(
  key: Key,
  known: PaceRecord | undefined,
  limits: readonly Limit[],
  now: Instant,
): Place {
  const windows = limits.map(({ count, per }) => {
    const startsAt = Math.floor(now / per) * per;
    const before = known?.windows.find((window) => window.per === per && window.startsAt === startsAt);
    return { per, startsAt, count: (before?.count ?? 0) + 1, most: count };
  });
  const waits = [
    ...windows.flatMap(({ per, startsAt, count, most }) => (count > most ? [startsAt + per] : [])),
    ...(known?.closedUntil !== undefined && known.closedUntil > now ? [known.closedUntil] : []),
  ];
  if (waits.length > 0) return { free: false, from: Math.max(...waits) };
  const after = {
    version: (known?.version ?? 0) + 1,
    windows: windows.map(({ per, startsAt, count }) => ({ per, startsAt, count })),
  };
  return { free: true, write: put(key, known, after, now) };
}

/** Keeps a channel closed at least until then: whoever else has a message for it need not wait for its silence too. */
export const closeChannel = (
  key: Key,
  known: PaceRecord | undefined,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Write =>
  put(
    key,
    known,
    {
      version: (known?.version ?? 0) + 1,
      windows: known?.windows ?? [],
      closedUntil: Math.max(known?.closedUntil ?? 0, until),
    },
    now,
  );

function put(key: Key, known: PaceRecord | undefined, after: PaceRecord, now: Instant): Write {
  const when: Condition =
    known === undefined ? { item: 'absent' } : { attribute: 'version', is: '=', value: known.version };
  const lives = Math.max(now, after.closedUntil ?? 0) + HOUR;
  return { put: key, attributes: attributesOf({ ...after, expiresAt: Math.ceil(lives / SECOND) }), when };
}
