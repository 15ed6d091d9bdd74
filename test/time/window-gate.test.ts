import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { openingAt } from '../../shared/time/window-gate.ts';
import { isSwallowed, openingsBetween } from '../../shared/time/windows.ts';
import { dayAfter, walkedSpan, wallAt } from './minute-walker.ts';
import { at, windowNearTurn, windowOf } from './window-examples.ts';

describe('the window gate', () => {
  it.each([
    ['2026-11-09T01:59:59.999+08:00', undefined],
    ['2026-11-09T02:00:00.000+08:00', '2026-11-09'],
    ['2026-11-09T04:29:59.999+08:00', '2026-11-09'],
    ['2026-11-09T04:30:00.000+08:00', undefined],
  ])('is half-open: at %s the opening is %s', (instant, day) => {
    expect(openingAt(windowOf(), at(instant))?.day).toBe(day);
  });

  it('covers both passes of a fold', () => {
    const window = windowOf({ timezone: 'Europe/Berlin', open: '02:15', close: '02:45' });
    const minutes = Array.from({ length: 4 * 60 }, (_, minute) => at('2026-10-24T23:00Z') + minute * MINUTE);

    const open = minutes.filter((minute) => openingAt(window, minute) !== undefined);

    expect(open).toHaveLength(90);
  });

  it('agrees with a walk from minute to minute', () => {
    fc.assert(
      fc.property(windowNearTurn, ({ window, instant }) => {
        const today = wallAt(instant, window.timezone).slice(0, 10);
        const spans = [-1, 0].map((days) => walkedSpan(window, dayAfter(today, days)));
        const covered = spans.some((span) => span && span.opensAt <= instant && instant < span.closesAt);

        expect(openingAt(window, instant) !== undefined).toBe(covered);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same answer whatever was asked before', () => {
    fc.assert(
      fc.property(
        windowNearTurn,
        fc.array(fc.integer({ min: -200, max: 200 })),
        ({ window, instant }, days) => {
          for (const day of days) openingAt(window, instant + day * DAY);

          expect(openingAt(window, instant)).toEqual(openingAt({ ...window }, instant));
        },
      ),
    );
  });

  it('lets the earlier opening answer where a fold makes two overlap', () => {
    const window = windowOf({ timezone: 'Europe/Berlin', open: '02:45', close: '02:30' });

    expect(openingAt(window, at('2026-10-25T00:50Z'))?.day).toBe('2026-10-24');
    expect(openingAt(window, at('2026-10-25T01:40Z'))?.day).toBe('2026-10-25');
  });

  it('finds every opening at its first and last millisecond over two years', () => {
    const window = windowOf({
      timezone: 'America/New_York',
      days: ['sat', 'sun'],
      open: '23:30',
      close: '02:15',
    });

    for (const opening of openingsBetween(window, at('2026-01-01T00:00Z'), at('2028-01-01T00:00Z'))) {
      if (isSwallowed(opening)) throw new Error('No gap is that long here.');
      expect(openingAt(window, opening.opensAt)).toEqual(opening);
      expect(openingAt(window, opening.closesAt - 1)).toEqual(opening);
      expect(openingAt(window, opening.closesAt + SECOND)).toBeUndefined();
      expect(openingAt(window, opening.opensAt - HOUR)).toBeUndefined();
    }
  });
});
