import { describe, expect, it } from 'vitest';
import type { Cadence, Weekday } from '../../shared/plan/plan.ts';
import { cadenceFault, cooldownFault, shortestGap } from '../../shared/plan/rule-timing.ts';
import { DAY, HOUR } from '../../shared/time/clock.ts';
import { at, windowOf } from '../time/window-examples.ts';

const weeknights = windowOf({ name: 'weeknights', days: ['mon', 'tue', 'wed', 'thu'] });

describe('a cadence that never finds its window open', () => {
  it.each<[Cadence, string | undefined]>([
    [{ kind: 'every-opening' }, undefined],
    [{ kind: 'days-since-proven', days: 30 }, undefined],
    [{ kind: 'weekdays', days: ['tue'] }, undefined],
    [{ kind: 'weekdays', days: ['tue', 'sat'] }, 'weeknights opens on mon, tue, wed, thu, never on sat.'],
    [{ kind: 'nth-weekday', nth: 1, day: 'tue' }, undefined],
    [{ kind: 'nth-weekday', nth: 1, day: 'sun' }, 'weeknights opens on mon, tue, wed, thu, never on sun.'],
    [{ kind: 'once', date: '2026-11-12' }, undefined],
    [{ kind: 'once', date: '2026-11-13' }, 'weeknights opens on mon, tue, wed, thu; 2026-11-13 is a fri.'],
    [{ kind: 'once', instant: at('2026-11-12T02:00+08:00') }, undefined],
    [
      { kind: 'once', instant: at('2026-11-12T12:00+08:00') },
      'weeknights is closed at 2026-11-12T04:00:00.000Z.',
    ],
    [
      { kind: 'once', instant: at('2026-11-12T04:20+08:00') },
      '2026-11-11T20:20:00.000Z is after the cutoff of weeknights: nothing would start.',
    ],
  ])('%j: %s', (cadence, fault) => {
    expect(cadenceFault(cadence, weeknights)).toBe(fault);
  });
});

describe('the shortest gap between the openings of a rule', () => {
  it.each<[Cadence, Weekday[], number | undefined]>([
    [{ kind: 'every-opening' }, ['mon', 'tue'], 1],
    [{ kind: 'every-opening' }, ['mon', 'thu'], 3],
    [{ kind: 'every-opening' }, ['sun', 'mon'], 1],
    [{ kind: 'every-opening' }, ['sat'], 7],
    [{ kind: 'weekdays', days: ['mon', 'thu'] }, ['mon', 'tue', 'thu'], 3],
    [{ kind: 'days-since-proven', days: 30 }, ['mon', 'thu'], 3],
    [{ kind: 'nth-weekday', nth: 1, day: 'tue' }, ['tue'], 28],
    [{ kind: 'once', date: '2026-11-12' }, ['mon'], undefined],
    [{ kind: 'weekdays', days: ['fri'] }, ['mon'], undefined],
  ])('%j in %j is %s days', (cadence, days, gap) => {
    expect(shortestGap(cadence, days)).toBe(gap === undefined ? undefined : gap * DAY);
  });

  it('must be longer than the cool-down', () => {
    const cadence: Cadence = { kind: 'every-opening' };

    expect(cooldownFault(cadence, weeknights, 24 * HOUR - 1)).toBeUndefined();
    expect(cooldownFault(cadence, weeknights, 24 * HOUR)).toBe(
      'cooldown 1d is not shorter than 1d, the shortest time between two openings of this rule.',
    );
  });
});
