import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gapToNextLook } from '../../shared/switchover/polling.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';

const looksWithin = (length: number, took: number | undefined): number => {
  let looks = 0;
  for (let at = 0; at < length; looks += 1) at += gapToNextLook(at, took);
  return looks;
};

it('waits longest for the first look, and looks closer where the change is likely done', () => {
  const first = gapToNextLook(0, undefined);

  expect(first).toBeGreaterThan(gapToNextLook(12 * SECOND, undefined));
  expect(first).toBeLessThan(15 * SECOND);
});

it('waits longer where the last switchover took longer', () => {
  const gaps = [5, 12, 30, 60].map((took) => gapToNextLook(0, took * SECOND));

  expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
  expect(new Set(gaps).size).toBe(gaps.length);
});

it('spends at most ten looks on the first minute', () => {
  expect(looksWithin(MINUTE, undefined)).toBeLessThanOrEqual(10);
});

it('always waits, and never over a minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: -MINUTE, max: 24 * 60 * MINUTE }), fc.option(fc.nat()), (elapsed, took) => {
      const gap = gapToNextLook(elapsed, took ?? undefined);

      expect(gap).toBeGreaterThan(0);
      expect(gap).toBeLessThanOrEqual(MINUTE);
    }),
  );
});
