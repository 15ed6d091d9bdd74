import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryAfterSeconds } from '../../shared/volcengine/retry-after.ts';

const NOW = Date.UTC(2026, 10, 23, 8, 0, 0);

it.each([
  ['0', 0],
  ['7', 7],
  [' 7 ', 7],
  ['3600', 3_600],
  ['3601', 3_600],
  ['1000000000', 3_600],
  ['99999999999999999999', 3_600],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
  [['5', '9'], 5],
  [[], undefined],
  ['Mon, 23 Nov 2026 08:00:30 GMT', 30],
  ['Mon, 23 Nov 2026 07:00:00 GMT', 0],
  ['Tue, 24 Nov 2026 08:00:00 GMT', 3_600],
  ['Monday, 23-Nov-26 08:00:30 GMT', 30],
  ['Mon Nov 23 08:00:30 2026', 30],
  ['Mon Nov  2 08:00:30 2026', 0],
  ['Mon, 99 Nov 2026 08:00:30 GMT', undefined],
  ['2026-11-23T08:00:30Z', undefined],
] as [string | string[] | undefined, number | undefined][])('%j → %s', (header, seconds) => {
  expect(retryAfterSeconds(header, NOW)).toBe(seconds);
});

it('is absent or a whole number from 0 to 3,600, whatever the header', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (header) => {
      const seconds = retryAfterSeconds(header, NOW) ?? 0;

      expect(Number.isInteger(seconds) && seconds >= 0 && seconds <= 3_600).toBe(true);
    }),
  );
});
