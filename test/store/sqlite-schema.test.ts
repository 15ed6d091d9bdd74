import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createSchema, identityOf, isEmpty, kindOf } from '../../shared/store/sqlite-schema.ts';

it.each(['practice', 'live'] as const)('a store of %s says so, and its version', (kind) => {
  const database = new DatabaseSync(':memory:');
  expect(isEmpty(database)).toBe(true);

  createSchema(database, kind);

  expect(kindOf(identityOf(database))).toBe(kind);
  expect(identityOf(database).version).toBe(1);
  expect(isEmpty(database)).toBe(false);
});

it('whatever else is of no kind', () => {
  expect(kindOf(identityOf(new DatabaseSync(':memory:')))).toBeUndefined();
});
