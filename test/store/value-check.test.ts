import { describe, expect, it } from 'vitest';
import { attributeFaults, isAttributes, nameFaults, valueFaults } from '../../shared/store/value-check.ts';
import { refusedValues } from '../contract/refused-table.ts';

describe('attributes', () => {
  it('have all their faults listed at once, each with its path', () => {
    const faults = attributeFaults(
      { a: undefined, b: [1, { c: Number.NaN }], d: -0, pk: 'p', attention: 1, expiresAt: 1_800_000_000_000 },
      'run#1/run',
    );

    expect(faults).toEqual([
      'run#1/run.a is undefined, which is not a value',
      'run#1/run.b[1].c is NaN, which is not a finite number',
      'run#1/run.d is -0, which would come back as 0',
      'run#1/run.pk is a name that the store keeps for itself',
      'run#1/run.attention is an index key and must be a string of 1–2048 bytes',
      'run#1/run.expiresAt must be whole seconds since 1970',
    ]);
  });

  it.each(refusedValues.filter(({ name }) => name !== 'more than 400 KB'))(
    'with $name are faulty',
    ({ attributes }) => {
      expect(attributeFaults(attributes, 'item')).not.toEqual([]);
    },
  );
});

describe('values', () => {
  it('nested without end are refused, not followed', () => {
    const endless: unknown[] = [];
    endless.push(endless);

    expect(valueFaults(endless, 'a')).toEqual([expect.stringContaining('is nested deeper than 31 levels')]);
  });

  it('of no prototype are as good as any', () => {
    expect(valueFaults(Object.assign(Object.create(null), { a: 1 }), 'a')).toEqual([]);
  });
});

it('names of JavaScript that deceive are refused', () => {
  expect(nameFaults('constructor', 'a.constructor')).toEqual([
    'a.constructor is a name with a meaning in JavaScript',
  ]);
});

it.each([
  [{ a: [1] }, true],
  [{}, true],
  [[1], false],
  [null, false],
  ['text', false],
  [{ a: 1n }, false],
])('tells what a store can have written: %o', (value, expected) => {
  expect(isAttributes(value)).toBe(expected);
});
