import { expect, it } from 'vitest';
import { sqliteCode, unavailable } from '../../shared/store/sqlite-error.ts';

const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });

it('says what was attempted and what SQLite said', () => {
  expect(unavailable('transact 2 writes', full)).toMatchObject({
    name: 'StoreUnavailable',
    message: 'transact 2 writes → database or disk is full (SQLite 13)',
    cause: full,
  });
});

it.each([
  [full, 13],
  [new Error('another'), undefined],
  ['no error at all', undefined],
])('reads the result number of %s', (error, code) => {
  expect(sqliteCode(error)).toBe(code);
});
