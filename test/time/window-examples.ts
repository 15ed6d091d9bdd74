import * as fc from 'fast-check';
import type { Window } from '../../shared/plan/plan.ts';
import { DAY, type Instant, MINUTE } from '../../shared/time/clock.ts';
import { WEEKDAYS } from '../../shared/time/weekdays.ts';

/** A window for a test: every day, 02:00–04:30 in Shanghai, unless told otherwise. */
export function windowOf(parts: Partial<Window> = {}): Window {
  return {
    name: 'nights',
    days: WEEKDAYS,
    open: '02:00',
    close: '04:30',
    cutoff: 10 * MINUTE,
    timezone: 'Asia/Shanghai',
    ...parts,
  };
}

/** An instant written as ISO with an offset. */
export const at = (iso: string): Instant => Date.parse(iso);

/** Changes of clocks worth walking around: gaps and folds of 30 min, 1 h and a whole day, and places without any. */
const TURNS: readonly (readonly [zone: string, instant: string])[] = [
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['Asia/Shanghai', '2026-11-09T18:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00Z'],
  ['Africa/Casablanca', '2026-03-22T02:00Z'],
  ['America/St_Johns', '2010-11-07T02:31Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
];

const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map(
    (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  );

/** A window anywhere and an instant within three days of a change of its clocks. */
export const windowNearTurn: fc.Arbitrary<{ window: Window; instant: Instant }> = fc
  .record({
    turn: fc.constantFrom(...TURNS),
    times: fc.uniqueArray(time, { minLength: 2, maxLength: 2 }),
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    cutoff: fc.constantFrom(0, 10 * MINUTE, 90 * MINUTE),
    minutes: fc.integer({ min: (-3 * DAY) / MINUTE, max: (3 * DAY) / MINUTE }),
  })
  .map(({ turn: [timezone, instant], times: [open = '00:00', close = '00:00'], days, cutoff, minutes }) => ({
    window: windowOf({ timezone, open, close, days, cutoff }),
    instant: at(instant) + minutes * MINUTE,
  }));
