import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../shared/plan/duration.ts';
import { SECOND } from '../../shared/time/clock.ts';

it.each([
  ['10m', 600_000],
  ['30s', 30_000],
  ['20h', 72_000_000],
  ['400d', 34_560_000_000],
  ['0s', 0],
  ['10', undefined],
  ['10 m', undefined],
  ['1.5h', undefined],
  ['-1h', undefined],
  ['10w', undefined],
  ['', undefined],
])('%s is %s milliseconds', (text, length) => {
  expect(parseDuration(text)).toBe(length);
});

it.each([
  [0, '0s'],
  [90 * SECOND, '90s'],
  [600 * SECOND, '10m'],
  [86_400 * SECOND, '1d'],
])('%s milliseconds are written %s', (length, text) => {
  expect(formatDuration(length)).toBe(text);
});

it('whole seconds come back as they were', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * SECOND))).toBe(seconds * SECOND);
    }),
  );
});
