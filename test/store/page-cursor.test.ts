import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ValueRefused } from '../../shared/store/errors.ts';
import { decodeCursor, encodeCursor } from '../../shared/store/page-cursor.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 });

it('comes back as it went out, safe inside a URL', () => {
  fc.assert(
    fc.property(fc.integer(), text, text, (at, partition, sort) => {
      const position = { at, key: { partition, sort } };

      expect(encodeCursor(position)).toMatch(/^[\w-]+$/);
      expect(decodeCursor(encodeCursor(position))).toEqual(position);
    }),
  );
});

it('refuses whatever else it is given', () => {
  fc.assert(
    fc.property(fc.string(), (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(ValueRefused);
    }),
  );
});
