import type { Cadence, Window } from '../plan/plan.ts';
import { type DayCadence, fallsOn, namesInstant } from './cadence.ts';
import { DAY, type Instant } from './clock.ts';
import { openingAt } from './window-gate.ts';
import { isSwallowed, type Opening, openingsBetween, type SwallowedOpening, startOf } from './windows.ts';

/** What of a rule decides when it is due: its cadence, and its window looked up in the plan. */
export interface Timing {
  readonly cadence: Cadence;
  readonly window: Window;
}

/**
 * One due time of a rule.
 *
 * `key` is the opening's own calendar day, `YYYY-MM-DD`; for a `once` that names an instant, that instant in ISO UTC.
 * It goes into the run's id, so that moving a window or renaming a rule makes no second run.
 * - `due`: may start from `dueAt` on, until its opening's cutoff.
 * - `swallowed`: a gap left nothing of the opening. Never starts; recorded as SKIPPED.
 * - `outside-window`: a `once` instant at which the window is closed. `readPlan` refuses it, so that it can only come
 *   of a tz database newer than the plan. Never starts; recorded as SKIPPED.
 */
export type Occurrence =
  | { readonly kind: 'due'; readonly key: string; readonly dueAt: Instant; readonly opening: Opening }
  | { readonly kind: 'swallowed' | 'outside-window'; readonly key: string; readonly dueAt: Instant };

/**
 * The occurrences with `dueAt` in [from, to), in order. Adjoining spans give each occurrence exactly once.
 *
 * `lastProvenAt` matters to `N days` only: due is each opening whose open is at least N × 24 h after it; without it,
 * each opening. A missed night thereby makes itself up in the next opening.
 */
export function occurrences(
  { cadence, window }: Timing,
  from: Instant,
  to: Instant,
  lastProvenAt?: Instant,
): readonly Occurrence[] {
  if (namesInstant(cadence)) {
    const { instant } = cadence;
    return from <= instant && instant < to ? [momentIn(window, instant)] : [];
  }
  const earliest = earliestDue(cadence, lastProvenAt);
  return openingsBetween(window, from, to)
    .filter((opening) => startOf(opening) >= earliest && fallsOn(cadence, opening.day))
    .map(occurrenceOf);
}

function earliestDue(cadence: DayCadence, lastProvenAt: Instant | undefined): Instant {
  if (cadence.kind !== 'days-since-proven' || lastProvenAt === undefined) return Number.NEGATIVE_INFINITY;
  return lastProvenAt + cadence.days * DAY;
}

function momentIn(window: Window, instant: Instant): Occurrence {
  const key = new Date(instant).toISOString();
  const opening = openingAt(window, instant);
  return opening === undefined
    ? { kind: 'outside-window', key, dueAt: instant }
    : { kind: 'due', key, dueAt: instant, opening };
}

function occurrenceOf(opening: Opening | SwallowedOpening): Occurrence {
  return isSwallowed(opening)
    ? { kind: 'swallowed', key: opening.day, dueAt: opening.swallowedAt }
    : { kind: 'due', key: opening.day, dueAt: opening.opensAt, opening };
}
