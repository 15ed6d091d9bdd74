import type { Window } from '../plan/plan.ts';
import { DAY, type Instant } from './clock.ts';
import { dayAt, daysThrough } from './wall-clock.ts';
import { isSwallowed, type Opening, openingOn } from './windows.ts';

/** UTC days remembered for one window; asking about more starts over. */
const DAYS_REMEMBERED = 64;

/**
 * Openings by window and UTC day. It only saves work: what is asked, and how often, never changes an answer,
 * because windows are immutable values. A window that nobody holds any more takes its days with it.
 */
const remembered = new WeakMap<Window, Map<number, readonly Opening[]>>();

/**
 * The opening that covers `instant`, or undefined when the window is closed.
 *
 * Two openings overlap only where a fold repeats the time between a close and the next open; the earlier one answers.
 */
export function openingAt(window: Window, instant: Instant): Opening | undefined {
  for (const opening of openingsTouching(window, Math.floor(instant / DAY))) {
    if (opening.opensAt <= instant && instant < opening.closesAt) return opening;
  }
  return undefined;
}

function openingsTouching(window: Window, utcDay: number): readonly Opening[] {
  let days = remembered.get(window);
  if (days === undefined) {
    days = new Map();
    remembered.set(window, days);
  }
  const known = days.get(utcDay);
  if (known !== undefined) return known;
  if (days.size >= DAYS_REMEMBERED) days.clear();
  const computed = computeOpenings(window, utcDay * DAY, (utcDay + 1) * DAY);
  days.set(utcDay, computed);
  return computed;
}

/** Looks two days back: an opening of up to 24 h may have opened on the local day before, and a gap may have moved it. */
function computeOpenings(window: Window, from: Instant, to: Instant): readonly Opening[] {
  const found: Opening[] = [];
  const first = dayAt(from, window.timezone).subtract({ days: 2 });
  for (const day of daysThrough(first, dayAt(to, window.timezone).add({ days: 1 }))) {
    const opening = openingOn(window, day);
    if (opening === undefined || isSwallowed(opening)) continue;
    if (opening.opensAt < to && opening.closesAt > from) found.push(opening);
  }
  return found;
}
