import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeSqliteStore } from '../../shared/store/sqlite.ts';
import { createSchema } from '../../shared/store/sqlite-schema.ts';
import { HOUR, SECOND } from '../../shared/time/clock.ts';
import { keysIn, storeContract } from '../contract/store.ts';

function openInMemory(clock = { now: () => 0 }) {
  const database = new DatabaseSync(':memory:');
  createSchema(database, 'practice');
  return { database, store: makeSqliteStore({ database, clock }), close: () => database.close() };
}

storeContract('SQLite', async () => openInMemory());

describe('a SQLite store', () => {
  const at = keysIn('a');

  it('sweeps what has expired, hourly and when it is made', async () => {
    let now = 1_000 * SECOND;
    const { database, store } = openInMemory({ now: () => now });
    await store.transact([
      { put: at('early'), attributes: { expiresAt: 1_001 } },
      { put: at('late'), attributes: { expiresAt: 20_000 } },
      { put: at('never'), attributes: {} },
    ]);
    const kept = async () => (await store.list('a')).map(({ key }) => key.sort);

    now += HOUR - 1;
    await store.transact([{ check: at('never'), when: { item: 'present' } }]);
    expect(await kept()).toEqual(['early', 'late', 'never']);

    now += 1;
    await store.transact([{ check: at('never'), when: { item: 'present' } }]);
    expect(await kept()).toEqual(['late', 'never']);

    now += 9 * HOUR;
    makeSqliteStore({ database, clock: { now: () => now } });
    expect(await kept()).toEqual(['never']);
  });

  it('says loudly that the disk is full, and keeps what it had', async () => {
    const { database, store } = openInMemory();
    await store.transact([{ put: at('kept'), attributes: { a: 1 } }]);
    const { page_count } = database.prepare('PRAGMA page_count').get() ?? {};
    database.exec(`PRAGMA max_page_count = ${Number(page_count)}`);

    const writing = store.transact([
      { put: at('small'), attributes: {} },
      { put: at('large'), attributes: { a: 'x'.repeat(100_000) } },
    ]);

    await expect(writing).rejects.toThrow(StoreUnavailable);
    await expect(writing).rejects.toThrow('transact 2 writes → database or disk is full (SQLite 13)');
    expect((await store.list('a')).map(({ key }) => key.sort)).toEqual(['kept']);
  });

  it('says loudly that it may not write', async () => {
    const { database, store } = openInMemory();
    database.exec('PRAGMA query_only = ON');

    const writing = store.transact([{ put: at('a'), attributes: {} }]);

    await expect(writing).rejects.toThrow(
      'transact 1 writes → attempt to write a readonly database (SQLite 8)',
    );
  });

  it('is unavailable once it is closed', async () => {
    const { store, close } = openInMemory();
    close();

    await expect(store.get(at('a'))).rejects.toThrow(StoreUnavailable);
    await expect(store.transact([{ put: at('a'), attributes: {} }])).rejects.toThrow(StoreUnavailable);
  });

  it('does not pass on what no store has written', async () => {
    const { database, store } = openInMemory();
    database.exec(`INSERT INTO items (pk, sk, attributes) VALUES ('a', 'a', '[1]')`);

    await expect(store.get(at('a'))).rejects.toThrow('read a/a → not what this store writes');
  });

  it('asks its indexes, never the whole table', () => {
    const { database } = openInMemory();
    const plan = database
      .prepare(
        `EXPLAIN QUERY PLAN SELECT pk FROM items WHERE attention = 'a' AND attentionAt IS NOT NULL AND attentionAt >= 1
         ORDER BY attentionAt, pk, sk`,
      )
      .all()
      .map(({ detail }) => detail);

    expect(plan).toEqual([expect.stringContaining('USING INDEX items_by_attention')]);
  });
});
