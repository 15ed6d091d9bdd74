import type { Channel, Delivery, Message } from '../notify/channel.ts';
import { channelsOf, type NamedChannel } from '../plan/notify.ts';
import type { NotifyTarget } from '../plan/plan.ts';
import {
  claimTry,
  deliveredAs,
  hasEnded,
  notDelivered,
  readDelivery,
  waitAfter,
} from '../protocol/messages.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { Item, Key } from '../store/store.ts';
import { DAY, HOUR, type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { keepClosed, waitForPlace } from './keep-pace.ts';
import type { Ports } from './ports.ts';

export type DeliveryPorts = Pick<Ports, 'store' | 'clock' | 'messenger' | 'log' | 'random' | 'metrics'>;

/** One message for the people of one entry, on each of its channels. */
export interface Letter {
  /** The run that it is about; a digest is about many. */
  readonly runId?: string;
  readonly entry: string;
  readonly target: NotifyTarget;
  /** Where the record of its delivery on a channel lies. */
  readonly keyOf: (channel: NamedChannel['kind']) => Key;
  /** Those records as they were read. */
  readonly records: readonly Item[];
  /** When it had to be told first: it is given up a week later. */
  readonly dueAt: Instant;
  /** Epoch seconds, of its records. */
  readonly expiresAt: number;
  /** Made only where a try is due. */
  readonly message: () => Message | Promise<Message>;
}

/** A message that could not be delivered for so long is given up: who reads it then cannot act on it any more. */
const GIVEN_UP_AFTER: Milliseconds = 7 * DAY;

/**
 * Who has to mend something needs longer than a back-off. No refusal ends a delivery: one page of a proxy in the way, or a
 * secret that is just being changed, would take from a person the only message.
 */
const MENDED_IN: Milliseconds = HOUR;

/** A channel that did not take a message is left alone so long: a pass may have many for it, and each would wait in vain. */
const QUIET_FOR: Milliseconds = 20 * SECOND;

/** What a try comes to whose message cannot be made, or whose channel is broken itself, against its promise. */
const BROKEN: Delivery = { delivered: false, code: 'NETWORK_FAILED', permanent: false };

/**
 * Tries a letter once on each of its channels where a try is due, all at the same time: none waits for another. Returns
 * when to come back, `undefined` once each channel has delivered or given up.
 *
 * A try is claimed in the store before it is made and its end is written after, so that no crash and no second process
 * loses a message; one that dies between the two may tell it twice. Throws `StoreUnavailable` and nothing else.
 */
export async function deliver(ports: DeliveryPorts, letter: Letter): Promise<Instant | undefined> {
  const again = await Promise.all(channelsOf(letter.target).map((named) => deliverOn(ports, letter, named)));
  return earliest(...again);
}

/** The first of some instants, `undefined` where there is none. */
export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

async function deliverOn(
  ports: DeliveryPorts,
  letter: Letter,
  named: NamedChannel,
): Promise<Instant | undefined> {
  const { store, clock, random, messenger } = ports;
  const key = letter.keyOf(named.kind);
  const item = letter.records.find((record) => record.key.sort === key.sort);
  const known = item === undefined ? undefined : readDelivery(item);
  if (known !== undefined && hasEnded(known)) return undefined;
  if (known !== undefined && known.nextAt > clock.now()) return known.nextAt;
  const channel = messenger.channel(letter.entry, named);
  const placeFrom = await waitForPlace(ports, named, channel);
  if (placeFrom !== undefined) return placeFrom;
  const attempts = (known?.attempts ?? 0) + 1;
  const nextAt = clock.now() + waitAfter(attempts, random());
  const claimed = await store.transact([claimTry(key, known, { nextAt, expiresAt: letter.expiresAt })]);
  // Somebody else tries it at this moment; what became of that is seen at the next look.
  if (!claimed.committed) return nextAt;
  const delivery = await send(ports, letter, named, channel);
  return await record(ports, letter, named, {
    key,
    attempts,
    nextAt,
    delivery,
    paced: channel.pace.length > 0,
  });
}

async function send(
  { log }: DeliveryPorts,
  letter: Letter,
  named: NamedChannel,
  channel: Channel,
): Promise<Delivery> {
  try {
    return await channel.send(await letter.message());
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const what = `a message could not be made: ${String(error)}`;
    log.warn({ ...runOf(letter), what, code: 'MESSAGE_BROKEN', data: placeOf(letter, named) });
    return BROKEN;
  }
}

interface Try {
  readonly key: Key;
  readonly attempts: number;
  readonly nextAt: Instant;
  readonly delivery: Delivery;
  readonly paced: boolean;
}

async function record(
  ports: DeliveryPorts,
  letter: Letter,
  named: NamedChannel,
  { key, attempts, nextAt, delivery, paced }: Try,
): Promise<Instant | undefined> {
  const { store, clock, log } = ports;
  const now = clock.now();
  const place = { ...placeOf(letter, named), attempts };
  if (delivery.delivered) {
    log.info({ ...runOf(letter), what: 'told people', code: 'MESSAGE_DELIVERED', data: place });
    await store.transact([deliveredAs(key, now, delivery.receipt)]);
    return undefined;
  }
  const { code, permanent, retryAfterSeconds = 0 } = delivery;
  const over = now - letter.dueAt > GIVEN_UP_AFTER;
  const later = Math.max(nextAt, now + (permanent ? MENDED_IN : retryAfterSeconds * SECOND));
  log.warn({
    ...runOf(letter),
    what: over ? 'people were not told, and it is given up' : 'people are not told yet',
    code: over ? 'MESSAGE_GIVEN_UP' : 'MESSAGE_DELAYED',
    data: { ...place, answer: code, ...(delivery.answered && { answered: delivery.answered }) },
  });
  // A message that is broken itself says nothing of the channel, which others wait for.
  if (paced && !permanent && delivery !== BROKEN)
    await keepClosed(ports, named, now + Math.max(QUIET_FOR, retryAfterSeconds * SECOND));
  const ended = over ? { givenUpAt: now } : {};
  const noted = await store.transact([notDelivered(key, attempts, { code, nextAt: later, ...ended })]);
  // Counted by whoever wrote the end: once, also where two tried it.
  if (over && noted.committed) ports.metrics?.givenUp(letter.runId);
  return over ? undefined : later;
}

const runOf = ({ runId }: Letter) => (runId === undefined ? {} : { runId });

const placeOf = ({ entry }: Letter, { kind }: NamedChannel) => ({ entry, channel: kind });
