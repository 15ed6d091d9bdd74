import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, digestOf, nameOf } from '../../shared/protocol/digest.ts';

describe('a digest', () => {
  it('is the same whatever the order of the fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(digestOf(turned)).toBe(digestOf(value));
      }),
    );
  });

  it('is of the JSON: what means the same JSON has one digest, what does not has another', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(JSON.parse(canonical(one))).toEqual(JSON.parse(JSON.stringify(one)));
        expect(digestOf(one) === digestOf(other)).toBe(canonical(one) === canonical(other));
      }),
    );
  });

  it('does not see fields without a value', () => {
    expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }));
    expect(digestOf([undefined])).toBe(digestOf([null]));
  });

  it.each([
    ['{}', {}],
    ['{"a":[1,"x"],"b":{"c":null}}', { b: { c: null }, a: [1, 'x'] }],
  ])('is SHA-256 of %s', (text, value) => {
    expect(digestOf(value)).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

describe('a name', () => {
  it('is the same digest as 52 lower-case base32 characters', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const name = nameOf(value);
        expect(name).toMatch(/^[a-z2-7]{52}$/);
        expect(hexOf(name)).toBe(digestOf(value));
      }),
    );
  });
});

/** Base32 as RFC 4648 has it, read back. */
function hexOf(name: string): string {
  const bits = [...name].map((letter) => 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(letter).toString(2));
  const all = bits.map((five) => five.padStart(5, '0')).join('');
  const nibbles = all.slice(0, 256).match(/.{4}/g) ?? [];
  return nibbles.map((nibble) => Number.parseInt(nibble, 2).toString(16)).join('');
}
