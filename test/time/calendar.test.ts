import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../shared/time/calendar.ts';
import { calendarOf } from './calendar-examples.ts';

const SHANGHAI = { name: 'Holidays', timezone: 'Asia/Shanghai' };

function daysOf(...events: readonly (readonly string[])[]): string[] {
  const reading = readCalendar(calendarOf(...events), SHANGHAI);
  if ('fault' in reading) throw new Error(reading.fault);
  return reading.freezes.map(({ from, through }) => `${from}..${through}`);
}

function faultOf(text: string): string {
  const reading = readCalendar(text, SHANGHAI);
  return 'fault' in reading ? reading.fault : 'no fault';
}

describe('all-day events', () => {
  it('freeze their days, the end excluded as iCalendar has it, under the name of the event', () => {
    const text = calendarOf([
      'DTSTART;VALUE=DATE:20270206',
      'DTEND;VALUE=DATE:20270213',
      'SUMMARY:Spring Festival',
    ]);

    expect(readCalendar(text, SHANGHAI)).toEqual({
      freezes: [
        {
          name: 'Holidays: Spring Festival',
          from: '2027-02-06',
          through: '2027-02-12',
          timezone: 'Asia/Shanghai',
        },
      ],
    });
  });

  it.each([
    ['without an end', ['DTSTART;VALUE=DATE:20270101'], '2027-01-01..2027-01-01'],
    ['with a length', ['DTSTART;VALUE=DATE:20270101', 'DURATION:P3D'], '2027-01-01..2027-01-03'],
    [
      'with an end on their start',
      ['DTSTART;VALUE=DATE:20270101', 'DTEND;VALUE=DATE:20270101'],
      '2027-01-01..2027-01-01',
    ],
  ])('%s freeze %s', (_, lines, days) => {
    expect(daysOf(lines)).toEqual([days]);
  });
});

describe('events with times freeze every day that they touch in the zone of the freeze', () => {
  it.each([
    ['UTC', ['DTSTART:20261109T150000Z', 'DTEND:20261109T170000Z'], '2026-11-09..2026-11-10'],
    ['ending at midnight', ['DTSTART:20261109T020000', 'DTEND:20261110T000000'], '2026-11-09..2026-11-09'],
    [
      'an IANA zone without VTIMEZONE',
      ['DTSTART;TZID=America/New_York:20261109T200000', 'DTEND;TZID=America/New_York:20261109T210000'],
      '2026-11-10..2026-11-10',
    ],
    ['a moment', ['DTSTART:20261109T020000'], '2026-11-09..2026-11-09'],
  ])('%s', (_, lines, days) => {
    expect(daysOf(lines)).toEqual([days]);
  });

  it('a zone of its own, by the calendar that defines it', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Head Office',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0500',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    const text = calendarOf(['DTSTART;TZID=Head Office:20261109T200000', 'DURATION:PT1H']);
    const withZone = text.replace('BEGIN:VEVENT', [...zone, 'BEGIN:VEVENT'].join('\r\n'));

    expect(readCalendar(withZone, SHANGHAI)).toMatchObject({
      freezes: [{ from: '2026-11-10', through: '2026-11-10' }],
    });
    expect(faultOf(text)).toBe('uses the time zone Head Office, which it does not define');
  });
});

describe('what repeats', () => {
  it('is followed, without its exceptions', () => {
    expect(
      daysOf(['DTSTART;VALUE=DATE:20261102', 'RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;VALUE=DATE:20261109']),
    ).toEqual(['2026-11-02..2026-11-02', '2026-11-16..2026-11-16', '2026-11-23..2026-11-23']);
  });

  it('also takes place on its further dates', () => {
    expect(daysOf(['DTSTART;VALUE=DATE:20261102', 'RDATE;VALUE=DATE:20261231'])).toEqual([
      '2026-11-02..2026-11-02',
      '2026-12-31..2026-12-31',
    ]);
  });

  it('takes place on its further dates only, where its start is excepted', () => {
    const lines = ['DTSTART;VALUE=DATE:20261102', 'RDATE;VALUE=DATE:20261231', 'EXDATE;VALUE=DATE:20261102'];

    expect(daysOf(lines)).toEqual(['2026-12-31..2026-12-31']);
  });

  it('keeps its wall-clock time over a change of clocks', () => {
    const lines = [
      'DTSTART;TZID=Europe/Berlin:20261024T170000',
      'DURATION:PT30M',
      'RRULE:FREQ=DAILY;COUNT=2',
    ];

    // 17:00 in Berlin is 23:00 of that day in Shanghai in summer and 00:00 of the next in winter.
    expect(daysOf(lines)).toEqual(['2026-10-24..2026-10-24', '2026-10-26..2026-10-26']);
  });

  it('follows a changed and a cancelled occurrence of its own event only', () => {
    const text = calendarOf(
      ['DTSTART;VALUE=DATE:20261102', 'RRULE:FREQ=WEEKLY;COUNT=3'],
      ['DTSTART;VALUE=DATE:20261102', 'RRULE:FREQ=WEEKLY;COUNT=2'],
      ['RECURRENCE-ID;VALUE=DATE:20261109', 'DTSTART;VALUE=DATE:20261111'],
      ['RECURRENCE-ID;VALUE=DATE:20261116', 'DTSTART;VALUE=DATE:20261116', 'STATUS:CANCELLED'],
    ).replace(/UID:[23]@/g, 'UID:0@');

    const reading = readCalendar(text, SHANGHAI);

    expect('freezes' in reading && reading.freezes.map(({ from }) => from)).toEqual([
      '2026-11-02',
      '2026-11-11',
      '2026-11-02',
      '2026-11-09',
    ]);
  });

  it('keeps a changed occurrence whose event is not in the file', () => {
    expect(daysOf(['RECURRENCE-ID;VALUE=DATE:20261109', 'DTSTART;VALUE=DATE:20261111'])).toEqual([
      '2026-11-11..2026-11-11',
    ]);
  });
});

it('a cancelled event freezes nothing', () => {
  expect(daysOf(['DTSTART;VALUE=DATE:20261102', 'STATUS:CANCELLED'])).toEqual([]);
});

describe('a calendar that cannot be followed is a fault, never fewer freezes', () => {
  it.each([
    ['nothing', '', 'does not begin with BEGIN:VCALENDAR'],
    ['another file', 'hello', 'does not begin with BEGIN:VCALENDAR'],
    ['half a file', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', 'is not an iCalendar file: invalid ical body'],
    ['no events', calendarOf(), 'has no events'],
    ['no start', calendarOf(['SUMMARY:x']), 'has an event without DTSTART'],
    [
      'a date that does not exist',
      calendarOf(['DTSTART;VALUE=DATE:20261345']),
      'has a date that does not exist in DTSTART',
    ],
    [
      'two zones',
      calendarOf(['DTSTART;TZID=Asia/Shanghai:20261109T200000', 'DTEND:20261110T210000Z']),
      'has an event that begins in one time zone and ends in another',
    ],
    [
      'too much at once',
      calendarOf(
        ...Array.from({ length: 21 }, () => ['DTSTART;VALUE=DATE:20261101', 'RRULE:FREQ=DAILY;COUNT=100']),
      ),
      'has more than 2000 freezes',
    ],
  ])('%s', (_, text, fault) => {
    expect(faultOf(text)).toContain(fault);
  });
});
