import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Clock, HOUR, SECOND } from '../time/clock.ts';
import { StoreUnavailable, ValueRefused } from './errors.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import { unavailable } from './sqlite-error.ts';
import {
  type Attributes,
  type Committed,
  INDEXES,
  type IndexPage,
  type IndexQuery,
  type Item,
  type Key,
  type Store,
  type Write,
} from './store.ts';
import { TABLE } from './table.ts';
import { isAttributes } from './value-check.ts';
import { type Change, decide, toItem } from './write.ts';
import { checkKeys, checkPartition, checkQuery, checkWrites } from './write-check.ts';

export interface SqliteStoreOptions {
  /** Opened by `openSqliteFile`, which has made the schema and taken the ownership. */
  readonly database: DatabaseSync;
  /** Only for `expiresAt`: expired items are swept when the store is made and then hourly, before a transaction. */
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Makes a store over an open SQLite database: a transaction is durable when it resolves.
 *
 * Synchronous inside, one transaction at a time, so transactions of one process never conflict.
 */
export function makeSqliteStore({ database, clock }: SqliteStoreOptions): Store {
  const statements = prepare(database);
  let sweptAt = Number.NEGATIVE_INFINITY;

  function sweep(): void {
    if (clock.now() < sweptAt + HOUR) return;
    sweptAt = clock.now();
    statements.sweep.run(Math.floor(sweptAt / SECOND));
  }

  function read(key: Key): Attributes | undefined {
    const row = statements.get.get(key.partition, key.sort);
    return row === undefined ? undefined : attributesOf(row.attributes, key);
  }

  function found(key: Key): Item[] {
    const attributes = read(key);
    return attributes === undefined ? [] : [toItem(key, attributes)];
  }

  function apply({ key, before, after }: Change): void {
    if (before === after) return;
    if (after === undefined) statements.delete.run(key.partition, key.sort);
    else statements.put.run(key.partition, key.sort, JSON.stringify(after));
  }

  function transact(writes: readonly Write[]): Committed {
    sweep();
    return inTransaction(database, () => {
      const decision = decide(writes, read);
      if ('refused' in decision) return { committed: false, refused: decision.refused };
      for (const change of decision.changes) apply(change);
      return { committed: true };
    });
  }

  function list(partition: string, sortPrefix: string): Item[] {
    const items: Item[] = [];
    for (const { sk, attributes } of statements.list.iterate(partition, sortPrefix)) {
      const key = { partition, sort: String(sk) };
      if (!key.sort.startsWith(sortPrefix)) break;
      items.push(toItem(key, attributesOf(attributes, key)));
    }
    return items;
  }

  attempt('sweep expired items', sweep);
  return {
    async get(key) {
      checkKeys('get', [key]);
      return attempt(`get ${key.partition}/${key.sort}`, () => found(key)[0]);
    },
    async getMany(keys) {
      checkKeys('getMany', keys);
      return attempt(`getMany ${keys.length} keys`, () => keys.flatMap(found));
    },
    async list(partition, sortPrefix = '') {
      checkPartition(partition, sortPrefix);
      return attempt(`list ${partition}`, () => list(partition, sortPrefix));
    },
    async find(query) {
      checkQuery(query);
      return attempt(`find ${query.index} ${query.partition}`, () => findPage(database, query));
    },
    async transact(writes) {
      checkWrites(writes);
      return attempt(`transact ${writes.length} writes`, () => transact(writes));
    },
  };
}

function prepare(database: DatabaseSync) {
  return {
    get: database.prepare('SELECT attributes FROM items WHERE pk = ? AND sk = ?'),
    list: database.prepare('SELECT sk, attributes FROM items WHERE pk = ? AND sk >= ? ORDER BY sk'),
    put: database.prepare(
      'INSERT INTO items (pk, sk, attributes) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET attributes = excluded.attributes',
    ),
    delete: database.prepare('DELETE FROM items WHERE pk = ? AND sk = ?'),
    sweep: database.prepare(`DELETE FROM items WHERE ${TABLE.timeToLive} < ?`),
  };
}

function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}

function findPage(database: DatabaseSync, query: IndexQuery): IndexPage {
  const { partition, from = -Infinity, to = Infinity, limit, newestFirst = false } = query;
  const { partition: partitionColumn, sort } = INDEXES[query.index];
  const start = query.after === undefined ? undefined : decodeCursor(query.after);
  const direction = newestFirst ? 'DESC' : 'ASC';
  const values: SQLInputValue[] = [partition, from, to];
  if (start !== undefined) values.push(start.at, start.key.partition, start.key.sort);
  const rows = database
    .prepare(
      `SELECT pk, sk, ${sort} AS at FROM items
       WHERE ${partitionColumn} = ? AND ${sort} IS NOT NULL AND ${sort} >= ? AND ${sort} <= ?
       ${start === undefined ? '' : `AND (${sort}, pk, sk) ${newestFirst ? '<' : '>'} (?, ?, ?)`}
       ORDER BY ${sort} ${direction}, pk ${direction}, sk ${direction} LIMIT ?`,
    )
    .all(...values, limit === undefined ? -1 : limit + 1)
    .map((row) => ({ at: Number(row.at), key: { partition: String(row.pk), sort: String(row.sk) } }));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const keys = shown.map(({ key }) => key);
  return last !== undefined && rows.length > shown.length ? { keys, next: encodeCursor(last) } : { keys };
}

function attributesOf(text: unknown, key: Key): Attributes {
  const parsed: unknown = JSON.parse(String(text));
  if (isAttributes(parsed)) return parsed;
  throw new StoreUnavailable(`read ${key.partition}/${key.sort} → not what this store writes`);
}

/** Does the work, and gives whatever SQLite says the fixed form: what was attempted, on what, what came back. */
function attempt<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ValueRefused || cause instanceof StoreUnavailable) throw cause;
    throw unavailable(what, cause);
  }
}
