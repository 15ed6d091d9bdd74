import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { repetitions } from '../../shared/time/calendar-repeat.ts';
import { calendarOf } from './calendar-examples.ts';

function days(rule: string, start = '20260105'): string[] {
  const text = calendarOf([`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`]);
  const component = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
  if (component === null) throw new Error('The calendar has one event.');
  return repetitions(new ICAL.Event(component)).map(String);
}

describe('repetitions', () => {
  it.each([
    ['FREQ=DAILY;UNTIL=20260107', ['2026-01-05', '2026-01-06', '2026-01-07']],
    ['FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3', ['2026-01-05', '2026-01-09', '2026-01-12']],
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', ['2026-01-31', '2026-03-31', '2026-05-31']],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2', ['2026-11-26', '2027-11-25']],
  ])('of %s are %j', (rule, expected) => {
    expect(days(rule)).toEqual(expected);
  });

  it('without an end are followed through 2099', () => {
    const found = days('FREQ=YEARLY', '20260501');

    expect(found).toHaveLength(74);
    expect(found.at(-1)).toBe('2099-05-01');
  });

  it('of which there are too many are refused, not cut off', () => {
    expect(() => days('FREQ=DAILY')).toThrow(
      'repeats more than 2000 times by 2099; give it an UNTIL or a COUNT',
    );
  });

  it.each([
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'repeats by FREQ=DAILY with BYMONTH with BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTH=2', 'repeats by FREQ=MONTHLY with BYMONTH'],
    ['FREQ=HOURLY', 'repeats by FREQ=HOURLY'],
    ['FREQ=YEARLY;BYWEEKNO=5', 'repeats by FREQ=YEARLY with BYWEEKNO'],
  ])('by %s are refused, because they would not be followed rightly', (rule, fault) => {
    expect(() => days(rule)).toThrow(fault);
  });
});
