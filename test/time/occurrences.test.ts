import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cadence } from '../../shared/plan/plan.ts';
import { DAY, MINUTE } from '../../shared/time/clock.ts';
import { occurrences } from '../../shared/time/occurrences.ts';
import { WEEKDAYS } from '../../shared/time/weekdays.ts';
import { at, windowNearTurn, windowOf } from './window-examples.ts';

const EVERY: Cadence = { kind: 'every-opening' };

function keys(cadence: Cadence, from: string, to: string, lastProven?: string): string[] {
  const proven = lastProven === undefined ? undefined : at(lastProven);
  return occurrences({ cadence, window: windowOf() }, at(from), at(to), proven).map(({ key }) => key);
}

describe('occurrences', () => {
  it('carry the opening, are due at its open and are keyed by its own day', () => {
    const window = windowOf({ open: '23:00', close: '01:00' });

    const due = occurrences({ cadence: EVERY, window }, at('2026-11-09T00:00Z'), at('2026-11-10T00:00Z'));

    expect(due).toEqual([
      {
        kind: 'due',
        key: '2026-11-09',
        dueAt: at('2026-11-09T15:00Z'),
        opening: {
          day: '2026-11-09',
          opensAt: at('2026-11-09T15:00Z'),
          cutoffAt: at('2026-11-09T16:50Z'),
          closesAt: at('2026-11-09T17:00Z'),
        },
      },
    ]);
  });

  it('keep their key when the window moves', () => {
    const timing = { cadence: EVERY, window: windowOf({ open: '03:00' }) };

    const moved = occurrences(timing, at('2026-11-09T00:00+08:00'), at('2026-11-10T00:00+08:00'));

    expect(moved.map(({ key }) => key)).toEqual(
      keys(EVERY, '2026-11-09T00:00+08:00', '2026-11-10T00:00+08:00'),
    );
  });

  it('of a weekday are those openings that the day owns', () => {
    expect(keys({ kind: 'weekdays', days: ['tue'] }, '2026-11-01T00:00Z', '2026-11-30T00:00Z')).toEqual([
      '2026-11-03',
      '2026-11-10',
      '2026-11-17',
      '2026-11-24',
    ]);
  });

  it('that a gap swallows are flagged, so that they can be recorded', () => {
    const window = windowOf({ timezone: 'Europe/Berlin', open: '02:15', close: '02:45' });

    const found = occurrences({ cadence: EVERY, window }, at('2026-03-29T00:00Z'), at('2026-03-30T00:00Z'));

    expect(found).toEqual([{ kind: 'swallowed', key: '2026-03-29', dueAt: at('2026-03-29T01:00Z') }]);
  });
});

describe('every 30 days', () => {
  const monthly: Cadence = { kind: 'days-since-proven', days: 30 };

  it('is due in every opening while nothing was ever proven', () => {
    expect(keys(monthly, '2026-11-01T00:00Z', '2026-11-04T00:00Z')).toEqual([
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
    ]);
  });

  it('is due in each opening from 30 days after the last proof, so that a missed night makes itself up', () => {
    expect(keys(monthly, '2026-11-01T00:00Z', '2026-12-05T00:00Z', '2026-11-02T02:10+08:00')).toEqual([
      '2026-12-03',
      '2026-12-04',
      '2026-12-05',
    ]);
  });

  it('counts an open at exactly 30 days', () => {
    expect(keys(monthly, '2026-12-01T00:00Z', '2026-12-02T00:00Z', '2026-11-02T02:00+08:00')).toEqual([
      '2026-12-02',
    ]);
  });
});

describe('once', () => {
  it('on a date is the opening of that day', () => {
    expect(keys({ kind: 'once', date: '2026-11-13' }, '2026-11-01T00:00Z', '2026-12-01T00:00Z')).toEqual([
      '2026-11-13',
    ]);
  });

  it('at an instant is due at that instant, in the opening around it, and keyed by it', () => {
    const cadence: Cadence = { kind: 'once', instant: at('2026-11-13T03:00+08:00') };

    const due = occurrences(
      { cadence, window: windowOf() },
      at('2026-11-01T00:00Z'),
      at('2026-12-01T00:00Z'),
    );

    expect(due).toMatchObject([
      {
        kind: 'due',
        key: '2026-11-12T19:00:00.000Z',
        dueAt: at('2026-11-13T03:00+08:00'),
        opening: { day: '2026-11-13' },
      },
    ]);
  });

  it('at an instant outside the window is flagged, never due', () => {
    const instant = at('2026-11-13T12:00+08:00');

    const found = occurrences(
      { cadence: { kind: 'once', instant }, window: windowOf() },
      instant,
      instant + 1,
    );

    expect(found).toEqual([{ kind: 'outside-window', key: '2026-11-13T04:00:00.000Z', dueAt: instant }]);
  });

  it('takes the first instant of the span and leaves the last', () => {
    const instant = at('2026-11-13T03:00+08:00');
    const timing = { cadence: { kind: 'once', instant }, window: windowOf() } as const;

    expect(occurrences(timing, instant, instant + 1)).toHaveLength(1);
    expect(occurrences(timing, instant - 1, instant)).toEqual([]);
  });
});

const cadence: fc.Arbitrary<Cadence> = fc.oneof(
  fc.constant(EVERY),
  fc.subarray([...WEEKDAYS], { minLength: 1 }).map((days): Cadence => ({ kind: 'weekdays', days })),
  fc
    .record({
      nth: fc.constantFrom<(1 | 2 | 3 | 4 | 'last')[]>(1, 2, 3, 4, 'last'),
      day: fc.constantFrom(...WEEKDAYS),
    })
    .map((parts): Cadence => ({ kind: 'nth-weekday', ...parts })),
  fc.integer({ min: 1, max: 9 }).map((days): Cadence => ({ kind: 'days-since-proven', days })),
);

it('adjoining spans give each occurrence exactly once', () => {
  const minutes = fc.integer({ min: 0, max: 20 * 24 * 60 });
  fc.assert(
    fc.property(
      windowNearTurn,
      cadence,
      minutes,
      minutes,
      fc.option(minutes),
      ({ window, instant }, cadence, one, other, proven) => {
        const timing = { cadence, window };
        const lastProven = proven === null ? undefined : instant - proven * MINUTE;
        const a = instant - 10 * DAY;
        const b = a + one * MINUTE;
        const c = b + other * MINUTE;

        const inTwo = [...occurrences(timing, a, b, lastProven), ...occurrences(timing, b, c, lastProven)];

        expect(inTwo).toEqual(occurrences(timing, a, c, lastProven));
        expect(new Set(inTwo.map(({ key }) => key)).size).toBe(inTwo.length);
      },
    ),
  );
});
