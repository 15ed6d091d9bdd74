import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import { CalendarFault, calendarDay } from '../../shared/time/calendar-time.ts';

const NIGHT = '2026-11-09T20:00:00';

it.each([
  ['a date keeps its day', '2026-11-09', undefined, false, '2026-11-09'],
  ['the end of a date is the day before', '2026-11-10', undefined, true, '2026-11-09'],
  ['a floating time is in the zone asked for', NIGHT, undefined, false, '2026-11-09'],
  ['UTC is converted', '2026-11-09T16:00:00Z', undefined, false, '2026-11-10'],
  ['the end at midnight is the day before', '2026-11-09T16:00:00Z', undefined, true, '2026-11-09'],
  ['an IANA name is converted by the tz database', NIGHT, 'America/New_York', false, '2026-11-10'],
])('%s', (_, text, tzid, exclusive, day) => {
  const time = ICAL.Time.fromString(text, undefined);

  expect(calendarDay(time, tzid, 'Asia/Shanghai', exclusive).toString()).toBe(day);
});

it('refuses a name that nobody can resolve', () => {
  const time = ICAL.Time.fromString(NIGHT, undefined);

  expect(() => calendarDay(time, 'Nowhere', 'Asia/Shanghai', false)).toThrow(CalendarFault);
});
