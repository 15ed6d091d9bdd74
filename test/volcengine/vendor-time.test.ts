import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toVendorTime, vendorTime } from '../../shared/volcengine/vendor-time.ts';

it.each([
  ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02T03:04:05.250Z', Date.UTC(2026, 0, 2, 3, 4, 5, 250)],
  ['2026-01-02T11:04:05+08:00', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02T03:04:05', undefined],
  ['2026-01-02 03:04:05', undefined],
  ['2026-13-02T03:04:05Z', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['1970-01-01T00:00:00Z', undefined],
  ['1735787045', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('%j → %s', (text, at) => {
  expect(vendorTime(text)).toBe(at);
});

it('never throws, whatever the text', () => {
  fc.assert(fc.property(fc.string(), (text) => vendorTime(text) === undefined));
});

it('reads back what it writes, to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: Date.UTC(9999, 11, 31) }), (at) => {
      expect(vendorTime(toVendorTime(at))).toBe(Math.floor(at / 1_000) * 1_000);
    }),
  );
});
