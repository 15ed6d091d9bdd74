import { describe, expect, it } from 'vitest';
import type { Attributes, Write } from '../../shared/store/store.ts';
import { attributesAfter, decide, keyOf, keyText } from '../../shared/store/write.ts';

const key = { partition: 'p', sort: 's' };
const other = { partition: 'p', sort: 't' };

describe('what a write leaves behind', () => {
  const before: Attributes = { a: 1, b: 'x' };

  it.each<[string, Write, Attributes | undefined]>([
    ['a put', { put: key, attributes: { c: 1 } }, { c: 1 }],
    ['a delete', { delete: key }, undefined],
    ['a check', { check: key, when: { item: 'present' } }, before],
    ['an update', { update: key, set: { b: 'y' }, remove: ['never'], add: { a: 2 } }, { a: 3, b: 'y' }],
    ['an empty update', { update: key }, before],
  ])('%s', (_, write, expected) => {
    expect(attributesAfter(write, before)).toEqual(expected);
  });

  it('leaves what it was given untouched', () => {
    attributesAfter({ update: key, set: { b: 'y' }, remove: ['a'] }, before);

    expect(before).toEqual({ a: 1, b: 'x' });
  });
});

describe('a decision', () => {
  const read = ({ sort }: { sort: string }) => (sort === 's' ? { a: 1 } : undefined);

  it('is all changes, with before and after', () => {
    expect(decide([{ delete: key }, { put: other, attributes: {} }], read)).toEqual({
      changes: [
        { key, before: { a: 1 }, after: undefined },
        { key: other, before: undefined, after: {} },
      ],
    });
  });

  it('or all refusals, with the items', () => {
    const writes: Write[] = [
      { delete: key, when: { item: 'absent' } },
      { put: other, attributes: {}, when: { item: 'present' } },
    ];

    expect(decide(writes, read)).toEqual({
      refused: [{ index: 0, item: { key, attributes: { a: 1 } } }, { index: 1 }],
    });
  });
});

it('no two keys have one text', () => {
  expect(keyText({ partition: 'a","b', sort: 'c' })).not.toBe(keyText({ partition: 'a', sort: 'b","c' }));
});

it.each<[Write]>([
  [{ put: key, attributes: {} }],
  [{ update: key }],
  [{ delete: key }],
  [{ check: key, when: { item: 'absent' } }],
])('the item of %o', (write) => {
  expect(keyOf(write)).toBe(key);
});
