import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareBytes } from '../../shared/store/byte-order.ts';

const sign = Math.sign;

it('orders any two strings as their UTF-8 bytes', () => {
  const edges = fc.constantFrom('\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}', 'a', '');
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(edges).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(sign(compareBytes(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
    }),
  );
});

it('differs from JavaScript’s own order where it must', () => {
  expect('\uffee' < '\u{1f501}').toBe(false);
  expect(compareBytes('\uffee', '\u{1f501}')).toBeLessThan(0);
});
