import * as z from 'zod/mini';
import type { Item, Write } from '../store/store.ts';
import { DAY, type Instant, SECOND } from '../time/clock.ts';
import { keys } from './keys.ts';
import { attributesOf, readRecord } from './record.ts';

const digestSchema = z.object({
  entry: z.string(),
  /** Half-open: what closed from `from` on and before `to`. */
  from: z.number(),
  to: z.number(),
  /** Set once each channel has it or has given up. */
  done: z.optional(z.boolean()),
});

/** One digest of one entry: which closes it tells of. Each begins where the one before it ended. */
export type DailyDigest = Readonly<z.infer<typeof digestSchema>>;

export const readDailyDigest = (item: Item): DailyDigest => readRecord(digestSchema, item);

/** Kept for a month: what was not delivered in a week is given up. */
const KEPT_FOR = 30 * DAY;

/** `2026-11-28T01:00:00.000Z`: the name of a digest, by the end of what it covers. */
export const digestName = (to: Instant): string => new Date(to).toISOString();

export const digestExpiry = (to: Instant): number => Math.ceil((to + KEPT_FOR) / SECOND);

/** Opens a digest: of two processes, and of two tries on one day, one does. */
export const openDigest = ({ entry, from, to }: DailyDigest): Write => ({
  put: keys.digest(entry, digestName(to)),
  attributes: attributesOf({ entry, from, to, expiresAt: digestExpiry(to) }),
  when: { item: 'absent' },
});

export const digestDone = ({ entry, to }: DailyDigest): Write => ({
  update: keys.digest(entry, digestName(to)),
  set: { done: true },
  when: { item: 'present' },
});

/** Takes a digest away that was done before the latest one was opened. */
export const forgetDigest = ({ entry, to }: DailyDigest): Write => ({
  delete: keys.digest(entry, digestName(to)),
});
