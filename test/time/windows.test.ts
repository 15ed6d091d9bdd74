import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/time/clock.ts';
import { openingAt } from '../../shared/time/window-gate.ts';
import { isSwallowed, nextOpening, openingsBetween, startOf } from '../../shared/time/windows.ts';
import { dayAfter, walkedSpan } from './minute-walker.ts';
import { at, windowNearTurn, windowOf } from './window-examples.ts';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const LORD_HOWE = 'Australia/Lord_Howe';

describe('the law of windows', () => {
  it.each([
    // zone, open, close, owning day, opens, closes
    [
      'a plain night',
      'Asia/Shanghai',
      '02:00',
      '04:30',
      '2026-11-09',
      '2026-11-08T18:00Z',
      '2026-11-08T20:30Z',
    ],
    ['overnight', 'Asia/Shanghai', '22:00', '02:00', '2026-11-13', '2026-11-13T14:00Z', '2026-11-13T18:00Z'],
    [
      'close at midnight',
      'Asia/Shanghai',
      '22:00',
      '00:00',
      '2026-11-13',
      '2026-11-13T14:00Z',
      '2026-11-13T16:00Z',
    ],
    [
      'a gap inside shortens',
      BERLIN,
      '01:00',
      '04:00',
      '2026-03-29',
      '2026-03-29T00:00Z',
      '2026-03-29T02:00Z',
    ],
    [
      'open in a gap moves to its end',
      BERLIN,
      '02:30',
      '04:00',
      '2026-03-29',
      '2026-03-29T01:00Z',
      '2026-03-29T02:00Z',
    ],
    [
      'close in a gap moves to its end',
      BERLIN,
      '01:00',
      '02:15',
      '2026-03-29',
      '2026-03-29T00:00Z',
      '2026-03-29T01:00Z',
    ],
    [
      'a fold inside lengthens',
      BERLIN,
      '01:00',
      '04:00',
      '2026-10-25',
      '2026-10-24T23:00Z',
      '2026-10-25T03:00Z',
    ],
    [
      'open in a fold is the first pass',
      BERLIN,
      '02:30',
      '04:00',
      '2026-10-25',
      '2026-10-25T00:30Z',
      '2026-10-25T03:00Z',
    ],
    [
      'close in a fold is the last pass',
      BERLIN,
      '01:00',
      '02:30',
      '2026-10-25',
      '2026-10-24T23:00Z',
      '2026-10-25T01:30Z',
    ],
    ['both in a fold', NEW_YORK, '01:15', '01:45', '2026-11-01', '2026-11-01T05:15Z', '2026-11-01T06:45Z'],
    [
      'overnight into a gap',
      NEW_YORK,
      '22:00',
      '02:30',
      '2026-03-07',
      '2026-03-08T03:00Z',
      '2026-03-08T07:00Z',
    ],
    [
      'a gap of half an hour',
      LORD_HOWE,
      '02:15',
      '03:00',
      '2026-10-04',
      '2026-10-03T15:30Z',
      '2026-10-03T16:00Z',
    ],
    [
      'a fold of half an hour',
      LORD_HOWE,
      '01:45',
      '03:00',
      '2026-04-05',
      '2026-04-04T14:45Z',
      '2026-04-04T16:30Z',
    ],
    [
      'into a day that never was',
      'Pacific/Apia',
      '22:00',
      '02:00',
      '2011-12-29',
      '2011-12-30T08:00Z',
      '2011-12-30T10:00Z',
    ],
    [
      'out of a day that never was',
      'Pacific/Apia',
      '22:00',
      '02:00',
      '2011-12-30',
      '2011-12-30T10:00Z',
      '2011-12-30T12:00Z',
    ],
    [
      'a gap at midnight',
      'Africa/Cairo',
      '00:30',
      '03:00',
      '2026-04-24',
      '2026-04-23T22:00Z',
      '2026-04-24T00:00Z',
    ],
  ])('%s', (_, timezone, open, close, day, opens, closes) => {
    const window = windowOf({ timezone, open, close });

    const owned = openingsBetween(window, at(opens) - 2 * DAY, at(opens) + 2 * DAY).find(
      (it) => it.day === day,
    );

    expect(owned).toEqual({
      day,
      opensAt: at(opens),
      cutoffAt: at(closes) - 10 * MINUTE,
      closesAt: at(closes),
    });
  });

  it.each([
    ['an hour', BERLIN, '02:15', '02:45', '2026-03-29', '2026-03-29T01:00Z'],
    ['exactly the gap', BERLIN, '02:00', '03:00', '2026-03-29', '2026-03-29T01:00Z'],
    ['a day', 'Pacific/Apia', '02:00', '04:30', '2011-12-30', '2011-12-30T10:00Z'],
  ])('a gap of %s swallows an opening whole, and says so', (_, timezone, open, close, day, gapEnd) => {
    const window = windowOf({ timezone, open, close });

    const around = openingsBetween(window, at(gapEnd) - DAY / 2, at(gapEnd) + DAY / 2);

    expect(around.filter(isSwallowed)).toEqual([{ day, swallowedAt: at(gapEnd) }]);
    expect(nextOpening(window, at(gapEnd) - MINUTE)?.day).not.toBe(day);
  });

  it('an overnight window belongs to the day on which it opens', () => {
    const window = windowOf({ days: ['fri'], open: '22:00', close: '02:00' });

    expect(openingAt(window, at('2026-11-14T01:00+08:00'))?.day).toBe('2026-11-13');
    expect(openingAt(window, at('2026-11-13T01:00+08:00'))).toBeUndefined();
  });

  it('the cutoff never lies before the open, however short a gap leaves the opening', () => {
    const window = windowOf({ timezone: BERLIN, open: '02:30', close: '03:05' });

    const [opening] = openingsBetween(window, at('2026-03-29T00:00Z'), at('2026-03-29T12:00Z'));

    expect(opening).toMatchObject({ opensAt: at('2026-03-29T01:00Z'), cutoffAt: at('2026-03-29T01:00Z') });
  });
});

describe('openings between', () => {
  it('takes an opening that starts at from and leaves one that starts at to', () => {
    const window = windowOf();

    const days = openingsBetween(window, at('2026-11-09T02:00+08:00'), at('2026-11-11T02:00+08:00'));

    expect(days.map(({ day }) => day)).toEqual(['2026-11-09', '2026-11-10']);
  });

  it('asked for hour by hour, gives what it gives for days at once', () => {
    fc.assert(
      fc.property(windowNearTurn, ({ window, instant }) => {
        const hours = Array.from({ length: 100 }, (_, hour) => instant + hour * HOUR);
        const byTheHour = hours.flatMap((hour) => openingsBetween(window, hour, hour + HOUR));

        expect(byTheHour).toEqual(openingsBetween(window, instant, instant + 100 * HOUR));
      }),
    );
  });

  it('finds an opening that a gap moved onto the day after its own', () => {
    const window = windowOf({ timezone: 'Pacific/Apia', open: '22:00', close: '02:00' });

    const [first] = openingsBetween(window, at('2011-12-30T10:00Z'), at('2011-12-30T11:00Z'));

    expect(first?.day).toBe('2011-12-30');
  });

  it('is empty when from is not before to', () => {
    expect(openingsBetween(windowOf(), at('2026-11-11T00:00Z'), at('2026-11-09T00:00Z'))).toEqual([]);
  });

  it('agrees with a walk from minute to minute, whatever the clocks do', () => {
    fc.assert(
      fc.property(windowNearTurn, ({ window, instant }) => {
        const day = new Date(instant).toISOString().slice(0, 10);
        const openings = openingsBetween(window, instant - 3 * DAY, instant + 3 * DAY);

        for (const owner of [dayAfter(day, -1), day]) {
          const walked = walkedSpan(window, owner);
          const opening = openings.find((it) => it.day === owner);
          if (walked === undefined) expect(opening).toBeUndefined();
          else if (walked.closesAt <= walked.opensAt)
            expect(opening).toEqual({ day: owner, swallowedAt: walked.opensAt });
          else expect(opening).toMatchObject(walked);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is in order', () => {
    fc.assert(
      fc.property(windowNearTurn, ({ window, instant }) => {
        const starts = openingsBetween(window, instant - 5 * DAY, instant + 5 * DAY).map(startOf);
        expect(starts).toEqual(starts.toSorted((one, other) => one - other));
      }),
    );
  });
});

describe('the next opening', () => {
  it('is open at its open, and nothing opens between now and then', () => {
    fc.assert(
      fc.property(windowNearTurn, ({ window, instant }) => {
        const next = nextOpening(window, instant);

        if (next === undefined) throw new Error('A weekly window always opens again.');
        expect(next.opensAt).toBeGreaterThan(instant);
        expect(openingAt(window, next.opensAt)).toBeDefined();
        const between = openingsBetween(window, instant + 1, next.opensAt);
        expect(between.filter((it) => !isSwallowed(it))).toEqual([]);
      }),
    );
  });

  it('is the one after, at the very instant of an open', () => {
    const next = nextOpening(windowOf(), at('2026-11-09T02:00+08:00'));

    expect(next?.day).toBe('2026-11-10');
  });

  it('skips the days that are not in the window', () => {
    const window = windowOf({ days: ['mon'] });

    expect(nextOpening(window, at('2026-11-09T03:00+08:00'))?.day).toBe('2026-11-16');
  });

  it('does not exist for a window without days', () => {
    expect(nextOpening(windowOf({ days: [] }), at('2026-11-09T03:00Z'))).toBeUndefined();
  });
});
