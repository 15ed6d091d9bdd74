import type { Instant, Milliseconds } from '../time/clock.ts';
import type { Overall } from './progress.ts';

/** One look at the instance after a send; unreadable when the vendor did not answer. */
export type Look =
  | {
      readonly at: Instant;
      /** The roles of the batch that was sent last. */
      readonly batch: Overall;
      /** The roles of all pinned shards. */
      readonly all: Overall;
      /** The instance's status as the vendor gave it. */
      readonly status: string;
    }
  | { readonly at: Instant; readonly unreadable: true };

export type ReadableLook = Extract<Look, { status: string }>;

/** The status of an instance at rest (reference: vendor page 6293/71563). Never taken alone for success. */
export const RUNNING_STATUS = 'Running';

export const isReadable = (look: Look): look is ReadableLook => 'status' in look;

/** Two looks that agree: the streak's first and its last. */
export interface TwoLooks {
  readonly first: ReadableLook;
  readonly last: ReadableLook;
}

/**
 * The two looks that prove a state of rest: the latest look shows it, an earlier one at least `settle` before shows it
 * too, both Running, and no look between them, readable or not, says otherwise. `undefined` when there are none.
 *
 * `looks` are in the order in which they were taken; the first and last of a streak are enough.
 */
export function seenTwice(
  looks: readonly Look[],
  settle: Milliseconds,
  shows: (look: ReadableLook) => boolean,
): TwoLooks | undefined {
  const atRest = (look: Look): look is ReadableLook =>
    isReadable(look) && look.status === RUNNING_STATUS && shows(look);
  const streakStart = looks.findLastIndex((look) => !atRest(look)) + 1;
  const streak = looks.slice(streakStart).filter(atRest);
  const [first, ...later] = streak;
  const last = later.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < settle) return undefined;
  return { first, last };
}

/**
 * Keeps of all looks what judging needs, at most two: the first of the present streak of equal looks, and the latest.
 * Looks from `since` or before are forgotten: settling passes its quiet instant, for it counts later looks only, and a
 * streak that began sooner would hide them.
 */
export function remember(
  looks: readonly Look[],
  look: Look,
  since = Number.NEGATIVE_INFINITY,
): readonly Look[] {
  const first = looks.find((one) => one.at > since);
  return first !== undefined && sameSight(first, look) ? [first, look] : [look];
}

function sameSight(one: Look, other: Look): boolean {
  if (!isReadable(one) || !isReadable(other)) return isReadable(one) === isReadable(other);
  return one.batch === other.batch && one.all === other.all && one.status === other.status;
}
