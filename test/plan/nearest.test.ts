import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, nearest } from '../../shared/plan/nearest.ts';

describe('the distance of two words', () => {
  it.each([
    ['window', 'window', 0],
    ['windw', 'window', 1],
    ['windoww', 'window', 1],
    ['wundow', 'window', 1],
    ['widnow', 'window', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%s, %s: %s', (one, other, slips) => {
    expect(distance(one, other)).toBe(slips);
  });

  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });

  it('is the same both ways, and none only for the same word', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(distance(one, other)).toBe(distance(other, one));
        expect(distance(one, other) === 0).toBe(one === other);
        expect(distance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});

describe('the nearest word', () => {
  it.each([
    ['windos', 'windows'],
    ['WINDOWS', 'windows'],
    ['notfiy', 'notify'],
    ['elephant', undefined],
    ['', undefined],
  ])('to %j is %s', (written, word) => {
    expect(nearest(written, ['windows', 'notify', 'rules'])).toBe(word);
  });

  it('is the first of several that are as near', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });
});

it('a word of a million letters is far from every word, and takes no time to be', () => {
  const words = Array.from({ length: 2_000 }, (_, n) => `word-${n}`);

  expect(nearest('w'.repeat(1_000_000), words)).toBeUndefined();
});
