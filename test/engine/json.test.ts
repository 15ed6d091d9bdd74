import { describe, expect, it } from 'vitest';
import {
  isObject,
  PAYLOAD_LIMIT_BYTES,
  requireSize,
  sizeOf,
  throughJson,
  typeName,
} from '../../shared/engine/json.ts';

describe('sizes', () => {
  it.each([
    ['abc', 5],
    ['é', 4],
    ['键', 5],
    [undefined, 4],
    [{ a: [1] }, 9],
  ])('%j has %d bytes', (value, bytes) => {
    expect(sizeOf(value)).toBe(bytes);
  });

  it('the quota itself is allowed, one byte more is not', () => {
    const quota = 'x'.repeat(PAYLOAD_LIMIT_BYTES - 2);

    expect(() => requireSize('S', quota)).not.toThrow();
    expect(() => requireSize('S', `${quota}x`)).toThrow(
      "The state/task 'S' returned a result with a size exceeding",
    );
  });
});

it.each([
  [null, 'null', false],
  [[], 'array', false],
  [{}, 'object', true],
  ['', 'string', false],
  [0, 'number', false],
])('%j is of type %s', (value, name, object) => {
  expect(typeName(value)).toBe(name);
  expect(isObject(value)).toBe(object);
});

it.each([
  [undefined, null],
  [{ a: undefined, b: Number.NaN }, { b: null }],
])('%j travels as %j', (value, arrived) => {
  expect(throughJson(value)).toEqual(arrived);
});
