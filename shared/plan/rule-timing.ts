import { Temporal } from 'temporal-polyfill';
import { namesInstant } from '../time/cadence.ts';
import { DAY, type Milliseconds } from '../time/clock.ts';
import { isWeekday, WEEKDAYS } from '../time/weekdays.ts';
import { openingAt } from '../time/window-gate.ts';
import { formatDuration } from './duration.ts';
import type { Cadence, Weekday, Window } from './plan.ts';

/** Why a cadence would never, or not always, find its window open: one sentence, or undefined where it does. */
export function cadenceFault(cadence: Cadence, window: Window): string | undefined {
  const opens = `${window.name} opens on ${window.days.join(', ')}`;
  if (namesInstant(cadence)) return instantFault(cadence.instant, window);
  switch (cadence.kind) {
    case 'every-opening':
    case 'days-since-proven':
      return undefined;
    case 'weekdays': {
      const closed = cadence.days.filter((day) => !window.days.includes(day));
      return closed.length === 0 ? undefined : `${opens}, never on ${closed.join(', ')}.`;
    }
    case 'nth-weekday':
      return window.days.includes(cadence.day) ? undefined : `${opens}, never on ${cadence.day}.`;
    case 'once': {
      const date = Temporal.PlainDate.from(cadence.date);
      const isOpen = window.days.some((day) => isWeekday(date, day));
      return isOpen ? undefined : `${opens}; ${cadence.date} is a ${WEEKDAYS[date.dayOfWeek - 1]}.`;
    }
  }
}

function instantFault(instant: number, window: Window): string | undefined {
  const opening = openingAt(window, instant);
  const when = new Date(instant).toISOString();
  if (opening === undefined) return `${window.name} is closed at ${when}.`;
  if (instant < opening.cutoffAt) return undefined;
  return `${when} is after the cutoff of ${window.name}: nothing would start.`;
}

/**
 * The shortest time from one opening of a rule to its next, open to open, as the calendar counts: whole days of 24 h.
 *
 * Undefined for `once`, which has no next one. `30 days` has the window's own gap, because a missed night is made up
 * in the next opening. Measured from open to open, because a run that must wait for the cool-down still has the
 * length of the opening to do so.
 */
export function shortestGap(cadence: Cadence, days: readonly Weekday[]): Milliseconds | undefined {
  if (cadence.kind === 'once') return undefined;
  if (cadence.kind === 'nth-weekday') return 28 * DAY;
  const due = days.filter((day) => cadence.kind !== 'weekdays' || cadence.days.includes(day));
  const places = due.map((day) => WEEKDAYS.indexOf(day)).toSorted((one, other) => one - other);
  const gaps = places.map((place, index) => (places[index + 1] ?? (places[0] ?? 0) + 7) - place);
  return gaps.length === 0 ? undefined : Math.min(...gaps) * DAY;
}

/** Why a cool-down would swallow the next occurrence: one sentence, or undefined where it does not. */
export function cooldownFault(cadence: Cadence, window: Window, cooldown: Milliseconds): string | undefined {
  const gap = shortestGap(cadence, window.days);
  if (gap === undefined || cooldown < gap) return undefined;
  const lengths = `${formatDuration(cooldown)} is not shorter than ${formatDuration(gap)}`;
  return `cooldown ${lengths}, the shortest time between two openings of this rule.`;
}
