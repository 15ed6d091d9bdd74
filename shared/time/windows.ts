import type { Temporal } from 'temporal-polyfill';
import type { Window } from '../plan/plan.ts';
import { DAY, type Instant } from './clock.ts';
import { dayAt, daysThrough, instantAt } from './wall-clock.ts';
import { isWeekday } from './weekdays.ts';

/**
 * One span of a window, half-open: `opensAt` belongs to it, `closesAt` does not.
 *
 * The law of windows:
 * - An opening belongs to the day on which it opens: Fri 22:00–02:00 covers Sat 01:00, not Fri 01:00.
 * - Open and close are wall-clock times, so that a night on which clocks change is longer or shorter.
 * - A time that a gap removes moves to the gap's end.
 * - In a fold, open is the first pass and close the last: the opening covers both.
 * - An opening that a gap swallows whole has no span; it is reported as a `SwallowedOpening`.
 */
export interface Opening {
  /** The owning calendar day in the window's zone, `YYYY-MM-DD`. */
  readonly day: string;
  readonly opensAt: Instant;
  /** From here on nothing new starts. Never before `opensAt`: equal to it where a gap left less than the cutoff. */
  readonly cutoffAt: Instant;
  readonly closesAt: Instant;
}

/** An opening of which a change of the clocks left nothing. `swallowedAt` is the gap's end. */
export interface SwallowedOpening {
  readonly day: string;
  readonly swallowedAt: Instant;
}

/** A weekly window opens within a week; the rest is for openings that gaps swallow. */
const DAYS_TO_SEARCH = 35;

/** Whether a gap left nothing of this opening. */
export function isSwallowed(opening: Opening | SwallowedOpening): opening is SwallowedOpening {
  return 'swallowedAt' in opening;
}

/** The instant by which an opening is ordered and asked for: when it opens, or where it was swallowed. */
export function startOf(opening: Opening | SwallowedOpening): Instant {
  return isSwallowed(opening) ? opening.swallowedAt : opening.opensAt;
}

/** The opening that `day` owns, or undefined where the window does not open on that day of the week. */
export function openingOn(window: Window, day: Temporal.PlainDate): Opening | SwallowedOpening | undefined {
  if (!window.days.some((weekday) => isWeekday(day, weekday))) return undefined;
  const lastDay = window.close > window.open ? day : day.add({ days: 1 });
  const opensAt = instantAt(day, window.open, window.timezone, 'first');
  const closesAt = instantAt(lastDay, window.close, window.timezone, 'last');
  if (closesAt <= opensAt) return { day: day.toString(), swallowedAt: opensAt };
  return { day: day.toString(), opensAt, cutoffAt: Math.max(opensAt, closesAt - window.cutoff), closesAt };
}

/**
 * The openings that start in [from, to), in order, with those that a gap swallowed.
 *
 * An opening that is already open at `from` is not among them, so that adjoining spans never count one twice.
 */
export function openingsBetween(
  window: Window,
  from: Instant,
  to: Instant,
): readonly (Opening | SwallowedOpening)[] {
  const day = Math.floor(from / DAY);
  if (to > (day + 1) * DAY) return computeOpenings(window, from, to);
  return openingsOfDay(window, day).filter((opening) => from <= startOf(opening) && startOf(opening) < to);
}

type AnyOpening = Opening | SwallowedOpening;

/** The last UTC day that was asked for of each window: due asks for a minute of it each minute. Windows never change. */
const remembered = new WeakMap<Window, { readonly day: number; readonly openings: readonly AnyOpening[] }>();

function openingsOfDay(window: Window, day: number): readonly AnyOpening[] {
  const known = remembered.get(window);
  if (known?.day === day) return known.openings;
  const openings = computeOpenings(window, day * DAY, (day + 1) * DAY);
  remembered.set(window, { day, openings });
  return openings;
}

function computeOpenings(window: Window, from: Instant, to: Instant): readonly AnyOpening[] {
  const found: (Opening | SwallowedOpening)[] = [];
  // Looks back, because a gap of a whole day (Pacific/Apia, 2011-12-30) moves an opening onto the day after its own.
  const first = dayAt(from, window.timezone).subtract({ days: 2 });
  for (const day of daysThrough(first, dayAt(to, window.timezone).add({ days: 1 }))) {
    const opening = openingOn(window, day);
    if (opening === undefined) continue;
    const start = startOf(opening);
    if (from <= start && start < to) found.push(opening);
  }
  return found;
}

/** The first opening with `opensAt` after `after`. Undefined only where a window has not opened for five weeks. */
export function nextOpening(window: Window, after: Instant): Opening | undefined {
  const today = dayAt(after, window.timezone);
  const days = daysThrough(today.subtract({ days: 2 }), today.add({ days: DAYS_TO_SEARCH }));
  for (const day of days) {
    const opening = openingOn(window, day);
    if (opening !== undefined && !isSwallowed(opening) && opening.opensAt > after) return opening;
  }
  return undefined;
}
