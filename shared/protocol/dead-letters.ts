import * as z from 'zod/mini';
import type { Item, Write } from '../store/store.ts';
import { DAY, type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { keys } from './keys.ts';
import { attributesOf, readRecord } from './record.ts';

/** As long as the logs are kept. */
const KEPT: Milliseconds = 90 * DAY;

/** `minute call`: ours, and the next minute's does its work. `ended badly`: so does settle's next pass. */
export const LETTER_KINDS = ['minute call', 'ended badly', 'refused', 'unknown'] as const;

const letterSchema = z.object({
  what: z.enum(LETTER_KINDS),
  /** The function called, the execution that ended, or the caller's key. */
  of: z.optional(z.string()),
  /** ARN of the schedule or rule that could not deliver. */
  from: z.optional(z.string()),
  /** What the target answered to the last try. */
  answer: z.optional(z.string()),
  /** Why no run could be recorded for it. */
  faults: z.optional(z.array(z.string())),
  /** Digest of the letter's text. The text is not kept: it may hold a task token. */
  digest: z.string(),
  undeliveredAt: z.number(),
});

/** A trigger that could not be delivered and is no run of ours, as it is kept. */
export type KeptLetter = Readonly<z.infer<typeof letterSchema>>;

export const readKeptLetter = (item: Item): KeptLetter => readRecord(letterSchema, item);

/** Keeps a letter once, however often it is delivered. `id` is the queue's, the same in every delivery. */
export const keepLetter = (id: string, letter: KeptLetter, now: Instant): Write => ({
  put: keys.letter(letter.undeliveredAt, id),
  attributes: attributesOf({ ...letter, expiresAt: Math.ceil((now + KEPT) / SECOND) }),
  when: { item: 'absent' },
});
