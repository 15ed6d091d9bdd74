import { Temporal } from 'temporal-polyfill';
import type { Cadence, Weekday } from '../plan/plan.ts';
import { isWeekday } from './weekdays.ts';

/** A cadence that names days: every kind but a `once` that names an instant. */
export type DayCadence = Exclude<Cadence, { readonly kind: 'once'; readonly instant: number }>;

/** Whether a `once` names a moment and not a day. */
export function namesInstant(cadence: Cadence): cadence is Exclude<Cadence, DayCadence> {
  return cadence.kind === 'once' && 'instant' in cadence;
}

/**
 * Whether an opening that `day` (`YYYY-MM-DD`) owns is one of the cadence's.
 *
 * `30 days` takes every day: it depends on what was proven, not on the calendar.
 */
export function fallsOn(cadence: DayCadence, day: string): boolean {
  switch (cadence.kind) {
    case 'every-opening':
    case 'days-since-proven':
      return true;
    case 'weekdays': {
      const date = Temporal.PlainDate.from(day);
      return cadence.days.some((weekday) => isWeekday(date, weekday));
    }
    case 'nth-weekday':
      return isNth(Temporal.PlainDate.from(day), cadence.nth, cadence.day);
    case 'once':
      return cadence.date === day;
  }
}

function isNth(date: Temporal.PlainDate, nth: 1 | 2 | 3 | 4 | 'last', weekday: Weekday): boolean {
  if (!isWeekday(date, weekday)) return false;
  return nth === 'last' ? date.day + 7 > date.daysInMonth : Math.ceil(date.day / 7) === nth;
}
