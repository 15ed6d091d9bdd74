import type { Temporal } from 'temporal-polyfill';
import type { Weekday } from '../plan/plan.ts';

/** The days of the week in ISO order, Monday first. */
export const WEEKDAYS = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const satisfies readonly Weekday[];

/** Whether `day` is that day of the week. */
export function isWeekday(day: Temporal.PlainDate, weekday: Weekday): boolean {
  return WEEKDAYS[day.dayOfWeek - 1] === weekday;
}

/** Whether `text` is the name of a day of the week, as a plan writes it. */
export function namesWeekday(text: string): text is Weekday {
  return WEEKDAYS.some((weekday) => weekday === text);
}
