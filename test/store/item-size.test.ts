import { expect, it } from 'vitest';
import { indexEntrySize, itemSize } from '../../shared/store/item-size.ts';
import type { Value } from '../../shared/store/store.ts';

const key = { partition: 'p', sort: 's' };

/** pk + p, sk + s, and the nonce's name with its 36 characters. */
const BARE = 3 + 3 + 6 + 36;

it.each<[string, Value, number]>([
  ['text', 'abc', 3],
  ['text in UTF-8', '切é', 5],
  ['no text', '', 0],
  ['true', true, 1],
  ['null', null, 1],
  ['zero', 0, 1],
  ['one digit', 7, 2],
  ['two digits', 42, 2],
  ['three digits', 123, 3],
  ['an instant', 1_795_000_000_000, 3],
  ['an instant of all digits', 1_795_123_456_789, 8],
  ['a fraction', 0.005, 2],
  ['a small number', 1.5e-7, 2],
  ['a negative number', -7, 3],
  ['an empty list', [], 3],
  ['a list', ['a', 'b'], 3 + 2 + 2],
  ['an empty map', {}, 3],
  ['a map', { k: 'abc' }, 3 + 1 + 1 + 3],
])('%s', (_, value, bytes) => {
  expect(itemSize(key, { a: value })).toBe(BARE + 1 + bytes);
});

it('counts key and nonce of an item without attributes', () => {
  expect(itemSize(key, {})).toBe(BARE);
});

it('an index entry is the item’s key and the index’s two attributes', () => {
  const attributes = { attention: 'open', attentionAt: 7, other: 'x'.repeat(1000) };

  expect(indexEntrySize('attention', key, attributes)).toBe(
    6 + 'attention'.length + 4 + 'attentionAt'.length + 2,
  );
});

it.each([undefined, {}, { attention: 'open' }, { attentionAt: 7 }])('%o has no entry', (attributes) => {
  expect(indexEntrySize('attention', key, attributes)).toBeUndefined();
});
