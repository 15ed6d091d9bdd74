import { namesWeekday, WEEKDAYS } from '../time/weekdays.ts';
import type { Weekday } from './plan.ts';

/**
 * The days of `mon-thu`, `sat,sun` or `mon-wed,sat`, in the order of the week. Undefined for any other text.
 *
 * A range may pass the end of the week: `fri-mon` is Friday to Monday.
 */
export function parseDays(text: string): readonly Weekday[] | undefined {
  const named = new Set<Weekday>();
  for (const part of text.split(',')) {
    const days = parsePart(part.trim());
    if (days === undefined) return undefined;
    for (const day of days) named.add(day);
  }
  return WEEKDAYS.filter((day) => named.has(day));
}

function parsePart(part: string): readonly Weekday[] | undefined {
  const [first = '', last = first, ...more] = part.split('-');
  if (!namesWeekday(first) || !namesWeekday(last) || more.length > 0) return undefined;
  const [from, to] = [WEEKDAYS.indexOf(first), WEEKDAYS.indexOf(last)];
  return from <= to ? WEEKDAYS.slice(from, to + 1) : [...WEEKDAYS.slice(from), ...WEEKDAYS.slice(0, to + 1)];
}
