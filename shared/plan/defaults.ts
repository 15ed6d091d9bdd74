import { DAY, HOUR, MINUTE, type Milliseconds, SECOND } from '../time/clock.ts';

/** What holds where a plan says nothing. The one table: the documentation is made from it. */
export const DEFAULTS = {
  /** Nothing new starts in the last 10 min of an opening. */
  cutoff: 10 * MINUTE,
  /** Between the two reads that prove a switchover. */
  settle: 30 * SECOND,
  /** After the last send, until a run that shows nothing is closed. */
  giveUpAfter: 10 * MINUTE,
  /** Since the last claimed send, whatever came of it. */
  cooldown: 20 * HOUR,
  /** Switchovers in flight per account. */
  atOnce: 1,
  /** Consecutive bad outcomes after which an account stops. */
  stopAfter: 1,
  /** Shards in one call, after the first one has gone alone. */
  shardsAtOnce: 10,
  /** When an entry of `notify` gets its digest, in the plan's time zone. */
  digest: '09:00',
  /** How long records are kept. */
  history: 400 * DAY,
} as const satisfies Readonly<Record<string, Milliseconds | number | string>>;

/** The vendor takes at most this many nodes in one SwitchOver (vendor page 6293/1148755). */
export const MOST_SHARDS_AT_ONCE = 50;

/** One request to the vendor: connect, headers and body together. */
export const REQUEST_TIMEOUT: Milliseconds = 10 * SECOND;

/** How long a signature of SwitchOver is honoured; 30 s once the gateway has been proven to honour that. */
export const SIGNATURE_LIFE: Milliseconds = 900 * SECOND;

/** What the clocks here and at the vendor may differ by. */
export const CLOCK_MARGIN: Milliseconds = 5 * SECOND;
