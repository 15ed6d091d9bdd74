import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from '../../shared/switchover/batches.ts';

const pinsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    shardId: `h${index}`,
    target: `h${index}-1`,
    expectedPrimary: `h${index}-0`,
  }));

describe('planBatches', () => {
  it.each([
    [0, 10, []],
    [1, 10, [1]],
    [2, 10, [1, 1]],
    [11, 10, [1, 10]],
    [12, 10, [1, 10, 1]],
    [256, 50, [1, 50, 50, 50, 50, 50, 5]],
    [101, 1_000, [1, 50, 50]],
    [3, 0, [1, 1, 1]],
    [3, Number.NaN, [1, 1, 1]],
  ])('splits %i shards at %d a call into %j', (count, shardsAtOnce, sizes) => {
    expect(planBatches(pinsOf(count), shardsAtOnce).map((batch) => batch.length)).toEqual(sizes);
  });

  it('covers exactly the pins, in order, one alone first and never over 50 a call', () => {
    fc.assert(
      fc.property(fc.nat({ max: 256 }), fc.integer(), (count, shardsAtOnce) => {
        const pins = pinsOf(count);
        const batches = planBatches(pins, shardsAtOnce);

        expect(batches.flat()).toEqual(pins);
        expect(batches.every((batch) => batch.length >= 1 && batch.length <= 50)).toBe(true);
        expect(batches[0]?.length ?? 1).toBe(1);
      }),
    );
  });
});
