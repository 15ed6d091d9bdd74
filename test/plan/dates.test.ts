import { expect, it } from 'vitest';
import { isDate, parseInstant } from '../../shared/plan/dates.ts';

it.each([
  ['2026-11-13', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['20261113', false],
  ['2026-11-13T00:00Z', false],
])('%s is a calendar day: %s', (text, expected) => {
  expect(isDate(text)).toBe(expected);
});

it.each([
  ['2026-11-13T02:10:00+08:00', Date.UTC(2026, 10, 12, 18, 10)],
  ['2026-11-13T02:10Z', Date.UTC(2026, 10, 13, 2, 10)],
  ['2026-11-13T02:10:00', undefined],
  ['2026-11-31T02:10:00Z', undefined],
  ['tomorrow', undefined],
])('%s is the instant %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});
