import { describe, expect, it } from 'vitest';
import type { Cadence } from '../../shared/plan/plan.ts';
import { type DayCadence, fallsOn, namesInstant } from '../../shared/time/cadence.ts';
import { dayAfter } from './minute-walker.ts';

function daysOf(cadence: DayCadence, first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dayAfter(first, index)).filter((day) =>
    fallsOn(cadence, day),
  );
}

describe('the days of a cadence', () => {
  it.each<[string, DayCadence, string[]]>([
    ['tue', { kind: 'weekdays', days: ['tue'] }, ['03', '10', '17', '24']],
    ['tue,thu', { kind: 'weekdays', days: ['tue', 'thu'] }, ['03', '05', '10', '12', '17', '19', '24', '26']],
    ['1st tue', { kind: 'nth-weekday', nth: 1, day: 'tue' }, ['03']],
    ['2nd mon', { kind: 'nth-weekday', nth: 2, day: 'mon' }, ['09']],
    ['3rd sun', { kind: 'nth-weekday', nth: 3, day: 'sun' }, ['15']],
    ['4th sat', { kind: 'nth-weekday', nth: 4, day: 'sat' }, ['28']],
    ['last mon, the fifth', { kind: 'nth-weekday', nth: 'last', day: 'mon' }, ['30']],
    ['last tue, the fourth', { kind: 'nth-weekday', nth: 'last', day: 'tue' }, ['24']],
    ['once', { kind: 'once', date: '2026-11-13' }, ['13']],
  ])('of %s in November 2026', (_, cadence, days) => {
    expect(daysOf(cadence, '2026-11-01', 30)).toEqual(days.map((day) => `2026-11-${day}`));
  });

  it.each<DayCadence>([{ kind: 'every-opening' }, { kind: 'days-since-proven', days: 30 }])(
    'of $kind are all days',
    (cadence) => {
      expect(daysOf(cadence, '2026-11-01', 30)).toHaveLength(30);
    },
  );
});

it.each<[Cadence, boolean]>([
  [{ kind: 'once', instant: 0 }, true],
  [{ kind: 'once', date: '2026-11-13' }, false],
  [{ kind: 'every-opening' }, false],
])('%j names an instant: %s', (cadence, expected) => {
  expect(namesInstant(cadence)).toBe(expected);
});
