import type { Milliseconds } from '../time/clock.ts';

/** What people are told, in one language or more, already rendered: a channel decides its form and not its words. */
export interface Message {
  /** The same for every try of one delivery: receivers tell repetitions by it. */
  readonly id: string;
  readonly kind: 'trouble' | 'settled' | 'digest' | 'test';
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The command with which a person goes on. */
  readonly command?: string;
  /** Where the runbook speaks of it. */
  readonly link?: string;
  /** The same for machines, JSON: what a webhook and a topic carry. */
  readonly data: object;
}

/**
 * Why a message did not arrive: by what is to be done about it. Never holds text of the other side.
 *
 * THROTTLED, BUSY and the network's pass. A person mends SIGNATURE_REFUSED, KEYWORD_MISSING, SENDER_NOT_ALLOWED (its list of
 * addresses lacks ours), TARGET_UNKNOWN (no such bot, token, topic), NOT_AUTHORIZED, MESSAGE_REFUSED, REDIRECTED and
 * TARGET_FORBIDDEN (an address that is not public). REFUSED is an answer that nobody described.
 */
export type DeliveryCode =
  | 'THROTTLED'
  | 'BUSY'
  | 'SIGNATURE_REFUSED'
  | 'KEYWORD_MISSING'
  | 'SENDER_NOT_ALLOWED'
  | 'TARGET_UNKNOWN'
  | 'NOT_AUTHORIZED'
  | 'MESSAGE_REFUSED'
  | 'REFUSED'
  | 'REDIRECTED'
  | 'UNREADABLE'
  | 'TARGET_FORBIDDEN'
  | NetworkCode;

export type NetworkCode =
  | 'TIMEOUT'
  | 'CONNECTION_REFUSED'
  | 'CONNECTION_CUT'
  | 'NAME_NOT_RESOLVED'
  | 'TLS_FAILED'
  | 'NOT_HTTP'
  | 'ANSWER_TOO_LARGE'
  | 'NETWORK_FAILED';

export type Delivery =
  /** `receipt`: the other side's own id of the message. */
  { readonly delivered: true; readonly receipt?: string } | Undelivered;

export interface Undelivered {
  readonly delivered: false;
  readonly code: DeliveryCode;
  /** Sending it again will not help before a person changed something. */
  readonly permanent: boolean;
  /** Not sooner than this, in seconds: the other side said so, or its documentation does. */
  readonly retryAfterSeconds?: number;
  /** The number that the other side answered with (`19021`, `HTTP 503`), to look it up there. */
  readonly answered?: string;
}

/** No more than so many messages in any window that is aligned to `per`. */
export interface Pace {
  readonly count: number;
  readonly per: Milliseconds;
}

/** One way to people. What it holds (an address with a token, a key) shows in nothing that it returns. */
export interface Channel {
  /**
   * How fast messages may go, all limits at once: half of what the other side documents, because whoever counts by aligned
   * windows may send twice the count across the border of two.
   */
  readonly pace: readonly Pace[];
  /**
   * Tries once. Never throws for what the other side or the network did. A try that failed may still have arrived: people
   * then read a message twice, which is better than not at all.
   */
  send(message: Message): Promise<Delivery>;
}
