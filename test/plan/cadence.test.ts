import { expect, it } from 'vitest';
import { parseEvery, parseOnce } from '../../shared/plan/cadence.ts';

it.each([
  ['opening', { kind: 'every-opening' }],
  ['tue', { kind: 'weekdays', days: ['tue'] }],
  ['thu, tue', { kind: 'weekdays', days: ['tue', 'thu'] }],
  ['1st tue', { kind: 'nth-weekday', nth: 1, day: 'tue' }],
  ['2nd mon', { kind: 'nth-weekday', nth: 2, day: 'mon' }],
  ['3rd wed', { kind: 'nth-weekday', nth: 3, day: 'wed' }],
  ['4th sat', { kind: 'nth-weekday', nth: 4, day: 'sat' }],
  ['last sun', { kind: 'nth-weekday', nth: 'last', day: 'sun' }],
  ['30 days', { kind: 'days-since-proven', days: 30 }],
  ['1 day', { kind: 'days-since-proven', days: 1 }],
  ['0 days', undefined],
  ['5th tue', undefined],
  ['1st tue,thu', undefined],
  ['tuesday', undefined],
  ['toString tue', undefined],
  ['', undefined],
])('every %j is %j', (text, cadence) => {
  expect(parseEvery(text)).toEqual(cadence);
});

it.each([
  ['2026-11-13', { kind: 'once', date: '2026-11-13' }],
  ['2026-11-13T02:10:00+08:00', { kind: 'once', instant: Date.UTC(2026, 10, 12, 18, 10) }],
  ['2026-11-13T02:10:00', undefined],
  ['2026-02-30', undefined],
])('once %s is %j', (text, cadence) => {
  expect(parseOnce(text)).toEqual(cadence);
});
