import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextAttempt, type Retrier } from '../../shared/engine/retry.ts';

const retrier = (errorEquals: readonly string[], more: Partial<Retrier> = {}): Retrier => ({
  errorEquals,
  intervalSeconds: 1,
  maxAttempts: 3,
  backoffRate: 2,
  maxDelaySeconds: 31_622_400,
  fullJitter: false,
  ...more,
});

/** The waits before each retry when these errors follow one another; `undefined`: no retry any more. */
function waits(retriers: readonly Retrier[], errors: readonly string[], random = () => 0.5) {
  const failures = errors.map((error) => ({ error }));
  return failures.map((failure, index) =>
    nextAttempt(retriers, failures.slice(0, index), failure, 0, random),
  );
}

it('waits 1, 2 and 4 s by default, and then gives up', () => {
  expect(waits([retrier(['E'])], ['E', 'E', 'E', 'E'])).toEqual([1_000, 2_000, 4_000, undefined]);
});

it('counts for each retrier apart: the complex scenario of the specification', () => {
  const retriers = [
    retrier(['ErrorA', 'ErrorB'], { intervalSeconds: 1, maxAttempts: 2 }),
    retrier(['ErrorC'], { intervalSeconds: 5 }),
  ];

  expect(waits(retriers, ['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'])).toEqual([1_000, 2_000, 5_000, undefined]);
});

it('never waits longer than MaxDelaySeconds: 3 s, then 4 s', () => {
  expect(waits([retrier(['E'], { intervalSeconds: 3, maxDelaySeconds: 4 })], ['E', 'E'])).toEqual([
    3_000, 4_000,
  ]);
});

it('does not fall through to a later retrier when the attempts of the first that matches are used up', () => {
  expect(waits([retrier(['E'], { maxAttempts: 0 }), retrier(['States.ALL'])], ['E', 'F'])).toEqual([
    undefined,
    1_000,
  ]);
});

it('with full jitter waits from nothing to less than the whole delay', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(4), (chance, taken) => {
      const errors = Array.from({ length: taken + 1 }, () => 'E');
      const last = waits([retrier(['E'], { maxAttempts: 9, fullJitter: true })], errors, () => chance).at(-1);
      expect(last).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(1_000 * 2 ** taken);
    }),
  );
});
