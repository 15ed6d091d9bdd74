import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../shared/engine/seeded-random.ts';

it.each([
  [42, 0.7275636800328681],
  [0, 0.730967787376657],
])('seed %d gives what java.util.Random gives', (seed, number) => {
  expect(seededRandom(seed)).toBe(number);
});

it('gives a number in [0, 1) for every whole seed, always the same', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (seed) => {
      const number = seededRandom(seed);
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
      expect(seededRandom(seed)).toBe(number);
    }),
  );
});
