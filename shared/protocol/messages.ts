import * as z from 'zod/mini';
import type { Item, Key, Write } from '../store/store.ts';
import { HOUR, type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { MESSAGE_PREFIX } from './keys.ts';
import { readRecord } from './record.ts';

const deliverySchema = z.object({
  attempts: z.number(),
  /** When it may be tried (again). Meaningless once it has ended. */
  nextAt: z.number(),
  deliveredAt: z.optional(z.number()),
  /** Given up: `code` says why. */
  failedAt: z.optional(z.number()),
  /** What the last try came to, where it did not arrive. */
  code: z.optional(z.string()),
  /** The other side's own id of the message. */
  receipt: z.optional(z.string()),
});

/** How far one message has come on one channel. Its text is not kept: it is written again from the record at each try. */
export type DeliveryRecord = Readonly<z.infer<typeof deliverySchema>>;

export const readDelivery = (item: Item): DeliveryRecord => readRecord(deliverySchema, item);

/** One message of a run on one channel: what it tells (`trouble`, `held-3`, `settled`), to which entry, and how far it came. */
export interface RunMessage extends DeliveryRecord {
  readonly subject: string;
  readonly entry: string;
  readonly channel: string;
}

/** The messages among the items of a run's partition, in the order of their keys. */
export function readMessages(items: readonly Item[]): readonly RunMessage[] {
  return items.flatMap((item) => {
    const { sort } = item.key;
    if (!sort.startsWith(MESSAGE_PREFIX)) return [];
    const [subject = '', entry = '', channel = ''] = sort.slice(MESSAGE_PREFIX.length).split('#');
    return [{ ...readDelivery(item), subject, entry, channel }];
  });
}

/** True when nothing more is to be done about it. */
export const hasEnded = ({ deliveredAt, failedAt }: DeliveryRecord): boolean =>
  deliveredAt !== undefined || failedAt !== undefined;

/**
 * Claims a try: of two processes that read the same record one commits it. Whoever claims and dies leaves a record whose
 * next try is due at `nextAt`, so that nothing is lost with it.
 */
export function claimTry(
  key: Key,
  known: DeliveryRecord | undefined,
  { nextAt, expiresAt }: { readonly nextAt: Instant; readonly expiresAt: number },
): Write {
  if (known === undefined) {
    return { update: key, set: { attempts: 1, nextAt, expiresAt }, when: { item: 'absent' } };
  }
  // Its channel may have asked for a longer wait since it was read.
  const asRead = { attribute: 'nextAt', is: '=', value: known.nextAt } as const;
  return {
    update: key,
    set: { attempts: known.attempts + 1, nextAt },
    when: { all: [stillAt(known.attempts), asRead] },
  };
}

/** Whoever delivered it says so whatever others wrote meanwhile: it did arrive. */
export const deliveredAs = (key: Key, at: Instant, receipt: string | undefined): Write => ({
  update: key,
  set: { deliveredAt: at, ...(receipt !== undefined && { receipt }) },
  remove: ['code', 'failedAt'],
});

/** A try that did not arrive. `givenUp`: there will be no other. */
export function notDelivered(
  key: Key,
  attempts: number,
  {
    code,
    nextAt,
    givenUpAt,
  }: { readonly code: string; readonly nextAt: Instant; readonly givenUpAt?: Instant },
): Write {
  const ended = givenUpAt === undefined ? {} : { failedAt: givenUpAt };
  return { update: key, set: { code, nextAt, ...ended }, when: stillAt(attempts) };
}

const stillAt = (attempts: number) =>
  ({
    all: [
      { attribute: 'attempts', is: '=', value: attempts },
      { absent: 'deliveredAt' },
      { absent: 'failedAt' },
    ],
  }) as const;

/** After the first try that did not arrive; doubled with each further one. */
const SHORTEST_WAIT: Milliseconds = 30 * SECOND;
const LONGEST_WAIT: Milliseconds = HOUR;

/**
 * How long after its `attempts`-th try a message waits for the next: 30 s doubled with each, at most an hour, then made
 * 0 to 25 % longer by `chance` in [0, 1), so that what failed together does not come back together.
 */
export function waitAfter(attempts: number, chance: number): Milliseconds {
  const doubled = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** Math.min(attempts - 1, 20));
  return Math.round(doubled * (1 + chance / 4));
}
