import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dayAt, daysThrough, instantAt } from '../../shared/time/wall-clock.ts';
import { at } from './window-examples.ts';

describe('the instant of a wall-clock time', () => {
  it.each([
    ['2026-11-09', '02:00', 'Asia/Shanghai', '2026-11-08T18:00Z', '2026-11-08T18:00Z'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00Z', '2026-03-29T01:00Z'],
    ['2026-10-25', '02:00', 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T01:00Z'],
    ['2026-10-25', '03:00', 'Europe/Berlin', '2026-10-25T02:00Z', '2026-10-25T02:00Z'],
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
    ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00Z', '2011-12-30T10:00Z'],
  ])('%s %s in %s is %s at its first pass and %s at its last', (day, time, zone, first, last) => {
    const date = Temporal.PlainDate.from(day);

    expect(instantAt(date, time, zone, 'first')).toBe(at(first));
    expect(instantAt(date, time, zone, 'last')).toBe(at(last));
  });

  it('refuses a zone that does not exist', () => {
    expect(() => instantAt(Temporal.PlainDate.from('2026-11-09'), '02:00', 'Asia/Shangai', 'first')).toThrow(
      RangeError,
    );
  });
});

describe('calendar days', () => {
  it('an instant has the day that the clocks of the zone show', () => {
    expect(dayAt(at('2026-11-08T18:00Z'), 'Asia/Shanghai').toString()).toBe('2026-11-09');
    expect(dayAt(at('2026-11-08T18:00Z'), 'America/New_York').toString()).toBe('2026-11-08');
  });

  it('run from the first to the last, both included', () => {
    const days = daysThrough(Temporal.PlainDate.from('2026-02-27'), Temporal.PlainDate.from('2026-03-01'));

    expect([...days].map(String)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });
});
