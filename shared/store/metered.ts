import { indexEntrySize, itemSize } from './item-size.ts';
import { singleWrite } from './single-write.ts';
import {
  type Attributes,
  INDEXES,
  type IndexName,
  type Item,
  type Key,
  type Store,
  type Write,
} from './store.ts';
import { attributesAfter, keyOf, keyText } from './write.ts';
import { checkWrites } from './write-check.ts';

/** What DynamoDB would have charged, and how many calls were made. */
export interface Units {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly calls: number;
}

export interface MeteredStore {
  readonly store: Store;
  /** So far; subtract an earlier answer for the cost of what came between. */
  units(): Units;
}

const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
const INDEX_NAMES: readonly IndexName[] = ['attention', 'instance', 'month'];

/**
 * Counts what a store's calls would cost on DynamoDB. What the meter itself reads is not counted.
 *
 * - A consistent read costs a unit for each begun 4 KB, and one where there is nothing; a list rounds its sum once;
 *   an index costs half. Reading no keys at all is no call.
 * - A write costs a unit for each begun 1 KB of the item, before or after, whichever is larger, and one where there
 *   is nothing; refused it costs the same (a refused update: the item before); in a transaction it costs double, and so does a check.
 * - An index entry that appears or vanishes costs a unit for each begun 1 KB of the entry, one that moves costs both.
 *
 * Sources: Amazon DynamoDB Developer Guide, "DynamoDB read and write operations" (read-write-operations) and "Using
 * Global Secondary Indexes" (GSI.ThroughputConsiderations.Writes). What the guide leaves open was measured on the live
 * service by others: a check is billed as a write, and an index entry costs no more inside a transaction
 * (github.com/paritysuite/dynamodb-conformance/pull/67, github.com/nubo-db/dynoxide/pull/188).
 *
 * Transactions go through a meter one after another, so that the items before and after are the transaction's own.
 */
export function makeMeteredStore(inner: Store): MeteredStore {
  let counted: Units = { readUnits: 0, writeUnits: 0, calls: 0 };
  let last: Promise<unknown> = Promise.resolve();

  function count(readUnits: number, writeUnits: number): void {
    const { readUnits: read, writeUnits: written, calls } = counted;
    counted = { readUnits: read + readUnits, writeUnits: written + writeUnits, calls: calls + 1 };
  }

  async function transact(writes: readonly Write[]) {
    checkWrites(writes);
    const before = new Map((await inner.getMany(writes.map(keyOf))).map((item) => [keyText(item.key), item]));
    const answer = await inner.transact(writes);
    const costs = writes.map((write) => {
      const attributes = before.get(keyText(keyOf(write)))?.attributes;
      return writeCost(write, attributes, answer.committed);
    });
    const factor = singleWrite(writes) === undefined ? 2 : 1;
    const total = costs.reduce((sum, { table, indexes }) => sum + factor * table + indexes, 0);
    count(0, total);
    return answer;
  }

  return {
    units: () => counted,
    store: {
      async get(key) {
        const item = await inner.get(key);
        count(readCost(item === undefined ? [] : [item]), 0);
        return item;
      },
      async getMany(keys) {
        const items = await inner.getMany(keys);
        if (keys.length === 0) return items;
        const unique = new Map(keys.map((key) => [keyText(key), 1]));
        for (const item of items) unique.set(keyText(item.key), readCost([item]));
        count(
          [...unique.values()].reduce((sum, units) => sum + units, 0),
          0,
        );
        return items;
      },
      async list(partition, sortPrefix) {
        const items = await inner.list(partition, sortPrefix);
        count(readCost(items), 0);
        return items;
      },
      async find(query) {
        const page = await inner.find(query);
        count(readUnits(await entrySizes(inner, query.index, page.keys)) / 2, 0);
        return page;
      },
      transact(writes) {
        const turn = last.then(() => transact(writes));
        last = turn.catch(() => undefined); // The caller has the error; the next one only waits for its turn.
        return turn;
      },
    },
  };
}

function readCost(items: readonly Item[]): number {
  return readUnits(items.map(({ key, attributes }) => itemSize(key, attributes)));
}

function readUnits(sizes: readonly number[]): number {
  return units(
    sizes.reduce((sum, size) => sum + size, 0),
    READ_UNIT,
  );
}

async function entrySizes(inner: Store, index: IndexName, keys: readonly Key[]): Promise<number[]> {
  const items = await inner.getMany(keys);
  return items.map(({ key, attributes }) => indexEntrySize(index, key, attributes) ?? 0);
}

function writeCost(write: Write, before: Attributes | undefined, committed: boolean) {
  const key = keyOf(write);
  const following = committed || 'put' in write ? attributesAfter(write, before) : before;
  const sizes = [before, following].map((attributes) => (attributes ? itemSize(key, attributes) : 0));
  const indexes = INDEX_NAMES.map((name) => indexCost(name, key, before, following));
  const written = committed && !('check' in write);
  return {
    table: units(Math.max(...sizes), WRITE_UNIT),
    indexes: written ? indexes.reduce((sum, cost) => sum + cost, 0) : 0,
  };
}

function indexCost(
  name: IndexName,
  key: Key,
  before: Attributes | undefined,
  following: Attributes | undefined,
): number {
  const sizes = [indexEntrySize(name, key, before), indexEntrySize(name, key, following)];
  const { partition, sort } = INDEXES[name];
  const moved = before?.[partition] !== following?.[partition] || before?.[sort] !== following?.[sort];
  if (!moved && sizes[0] !== undefined && sizes[1] !== undefined) return 0;
  return sizes.reduce<number>((sum, size) => sum + (size === undefined ? 0 : units(size, WRITE_UNIT)), 0);
}

/** Begun units, at least one. */
function units(bytes: number, unit: number): number {
  return Math.max(1, Math.ceil(bytes / unit));
}
