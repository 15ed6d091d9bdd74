import { expect, it } from 'vitest';
import { itemOfRow, itemRow, keyOfRow, nonceOfRow } from '../../shared/store/dynamodb-item.ts';

const key = { partition: 'p', sort: 's' };

it('an item comes back as it went out, without the nonce', () => {
  const attributes = { a: [1, 'x', null, { b: true }], toString: 'own', pages: {} };
  const row = itemRow(key, attributes, 'nonce');

  expect(nonceOfRow(row)).toBe('nonce');
  expect(itemOfRow(row)).toEqual({ key, attributes });
});

it.each([
  ['a set', { SS: ['a'] }],
  ['bytes', { B: new Uint8Array(1) }],
  ['a number beyond JavaScript', { N: '9007199254740993' }],
])('%s is not what a store writes', (_, value) => {
  const row = { ...itemRow(key, {}, 'nonce'), a: value };

  expect(() => itemOfRow(row)).toThrow('read p/s → not what this store writes');
});

it('a row of another table is recognised', () => {
  expect(() => keyOfRow({ id: { S: 'a' } })).toThrow('without the keys of this store');
});
