import { type KeptLetter, readKeptLetter } from '../protocol/dead-letters.ts';
import { CONTROL, LETTER_PREFIX, REFUSED } from '../protocol/keys.ts';
import { type RefusedRequest, readRefusal } from '../protocol/refusals.ts';
import type { Ports } from './ports.ts';

/** What was asked for and became no run, of the last 90 days. */
export interface Refused {
  readonly requests: readonly RefusedRequest[];
  readonly letters: readonly KeptLetter[];
  /** How many older ones are left out. */
  readonly more: number;
}

/** Of each kind: who may start the machine can fill a record with refusals. */
export const MOST_LISTED = 100;

/** Requests that were refused, and triggers that could not be delivered and are no run; of each the newest, newest first. */
export async function listRefused({ store }: Pick<Ports, 'store'>): Promise<Refused> {
  const [refusals, kept] = await Promise.all([store.list(REFUSED), store.list(CONTROL, LETTER_PREFIX)]);
  const requests = refusals.map(readRefusal).toSorted((one, other) => other.at - one.at);
  const letters = kept.map(readKeptLetter).toSorted((one, other) => other.undeliveredAt - one.undeliveredAt);
  return {
    requests: requests.slice(0, MOST_LISTED),
    letters: letters.slice(0, MOST_LISTED),
    more: Math.max(0, requests.length - MOST_LISTED) + Math.max(0, letters.length - MOST_LISTED),
  };
}
