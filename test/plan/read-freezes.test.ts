import { describe, expect, it } from 'vitest';
import { calendarOf } from '../time/calendar-examples.ts';
import { planText, soundPlan, told } from './plan-examples.ts';

const freezes = (...entries: string[]) =>
  planText({ freezes: `freezes:\n${entries.map((entry) => `  - { ${entry} }`).join('\n')}` });

describe('freezes', () => {
  it('have their own zone or that of the plan', () => {
    const text = freezes(
      'name: a, from: 2026-11-09, through: 2026-11-12',
      'name: b, from: 2026-11-09, through: 2026-11-09, timezone: UTC',
    );

    expect(soundPlan(text).freezes).toEqual([
      { name: 'a', from: '2026-11-09', through: '2026-11-12', timezone: 'Asia/Shanghai' },
      { name: 'b', from: '2026-11-09', through: '2026-11-09', timezone: 'UTC' },
    ]);
  });

  it('come from calendars, in the zone of the entry', () => {
    const calendars = { 'cn.ics': calendarOf(['DTSTART:20261109T150000Z', 'DURATION:PT2H', 'SUMMARY:Sale']) };

    expect(soundPlan(freezes('name: cn, calendar: cn.ics, timezone: UTC'), { calendars }).freezes).toEqual([
      { name: 'cn: Sale', from: '2026-11-09', through: '2026-11-09', timezone: 'UTC' },
    ]);
  });
});

describe('faults of freezes', () => {
  it.each([
    [
      'from after through',
      ['name: a, from: 2026-11-12, through: 2026-11-09'],
      [
        'freezes[0].through: This freeze would end before it begins: from 2026-11-12 is after through 2026-11-09.',
      ],
    ],
    ['no end', ['name: a, from: 2026-11-12'], ['freezes[0]: This freeze has from, but no through.']],
    ['no beginning', ['name: a, through: 2026-11-12'], ['freezes[0]: This freeze has through, but no from.']],
    [
      'neither days nor calendar',
      ['name: a'],
      ['freezes[0]: A freeze has either a calendar, or from and through.'],
    ],
    [
      'both',
      ['name: a, from: 2026-11-12, through: 2026-11-12, calendar: x.ics'],
      ['freezes[0]: A freeze has either a calendar, or from and through.'],
    ],
    [
      'a name given twice',
      ['name: a, from: 2026-11-12, through: 2026-11-12', 'name: a, from: 2027-11-12, through: 2027-11-12'],
      ['freezes[1].name: freezes[0] is called a already: a name is given once.'],
    ],
    [
      'a calendar that was not read',
      ['name: a, calendar: x.ics'],
      ['freezes[0].calendar: The calendar x.ics could not be read.'],
    ],
    [
      'a calendar named like a property',
      ['name: a, calendar: toString'],
      ['freezes[0].calendar: The calendar toString could not be read.'],
    ],
    [
      'a date that does not exist, and nothing more',
      ['name: a, from: 2026-02-30, through: 2026-03-01'],
      ['freezes[0].from: from must be a calendar day that exists, YYYY-MM-DD, not "2026-02-30".'],
    ],
    ['no mapping, and nothing more', [], []],
  ])('%s', (_, entries, faults) => {
    expect(told(freezes(...entries)).filter((fault) => !fault.startsWith('freezes:'))).toEqual(faults);
  });

  it('a calendar at fault says what', () => {
    const calendars = { 'cn.ics': calendarOf(['DTSTART;VALUE=DATE:20261101', 'RRULE:FREQ=HOURLY']) };

    expect(told(freezes('name: cn, calendar: cn.ics'), { calendars })).toEqual([
      'freezes[0].calendar: The calendar cn.ics repeats by FREQ=HOURLY, which is not followed; list its days as events.',
    ]);
  });
});
