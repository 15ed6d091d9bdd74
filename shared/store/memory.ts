import { compareBytes } from './byte-order.ts';
import { type IndexChange, makeMemoryIndexes } from './memory-indexes.ts';
import type {
  Attributes,
  Committed,
  IndexPage,
  IndexQuery,
  Item,
  Key,
  Store,
  Value,
  Write,
} from './store.ts';
import { isList } from './value-check.ts';
import { decide, toItem } from './write.ts';
import { checkKeys, checkPartition, checkQuery, checkWrites } from './write-check.ts';

/** One call on its way: `before` it touches the items, or `after`, when it is done but not yet answered. */
export type StoreCall =
  | { readonly operation: 'get' | 'getMany' | 'list' | 'find'; readonly moment: 'before' | 'after' }
  | {
      readonly operation: 'transact';
      readonly moment: 'before' | 'after';
      readonly writes: readonly Write[];
    };

export interface MemoryStoreOptions {
  /** Awaited around every call. Throwing before means: nothing happened. Throwing after means: the answer is lost. */
  readonly onCall?: (call: StoreCall) => Promise<void>;
  /** Given each change of the indexes; the entry is visible once it calls `apply`. Without it, at once. */
  readonly onIndexChange?: IndexChange;
}

/**
 * Makes a store that lives as long as the process: the same promise as the durable ones, for simulation and tests.
 *
 * Asynchronous by microtasks alone, no timer and no clock, so `expiresAt` never takes effect. What it returns is frozen.
 */
export function makeMemoryStore({ onCall, onIndexChange }: MemoryStoreOptions = {}): Store {
  const partitions = new Map<string, Map<string, Attributes>>();
  const read = (key: Key): Attributes | undefined => partitions.get(key.partition)?.get(key.sort);
  const indexes = makeMemoryIndexes(read, onIndexChange);

  async function around<Result>(call: Call, work: () => Result): Promise<Result> {
    await onCall?.({ ...call, moment: 'before' });
    const result = work();
    await onCall?.({ ...call, moment: 'after' });
    return result;
  }

  function write(key: Key, attributes: Attributes | undefined): void {
    const items = partitions.get(key.partition) ?? new Map<string, Attributes>();
    if (attributes === undefined) items.delete(key.sort);
    else items.set(key.sort, Object.freeze(attributes));
    if (items.size === 0) partitions.delete(key.partition);
    else partitions.set(key.partition, items);
    indexes.changed(key);
  }

  function transact(writes: readonly Write[]): Committed {
    const decision = decide(writes, read);
    if ('refused' in decision) return { committed: false, refused: decision.refused };
    for (const { key, before, after } of decision.changes) if (before !== after) write(key, after);
    return { committed: true };
  }

  function found(key: Key): Item[] {
    const attributes = read(key);
    return attributes === undefined ? [] : [toItem(key, attributes)];
  }

  return {
    async get(key) {
      checkKeys('get', [key]);
      return around({ operation: 'get' }, () => found(key)[0]);
    },
    async getMany(keys) {
      checkKeys('getMany', keys);
      return around({ operation: 'getMany' }, () => keys.flatMap(found));
    },
    async list(partition, sortPrefix = '') {
      checkPartition(partition, sortPrefix);
      return around({ operation: 'list' }, () =>
        [...(partitions.get(partition)?.entries() ?? [])]
          .filter(([sort]) => sort.startsWith(sortPrefix))
          .sort(([left], [right]) => compareBytes(left, right))
          .map(([sort, attributes]) => toItem({ partition, sort }, attributes)),
      );
    },
    async find(query: IndexQuery): Promise<IndexPage> {
      checkQuery(query);
      return around({ operation: 'find' }, () => indexes.find(query));
    },
    async transact(writes) {
      checkWrites(writes);
      const given = writes.map(ownCopy);
      return around({ operation: 'transact', writes: given }, () => transact(given));
    },
  };
}

type Call =
  | { operation: 'get' | 'getMany' | 'list' | 'find' }
  | { operation: 'transact'; writes: readonly Write[] };

/** What the caller does to its objects later must not reach the store; what it is given back, it cannot change. */
function ownCopy(write: Write): Write {
  if ('put' in write) return { ...write, attributes: frozenCopy(write.attributes) };
  return 'update' in write && write.set !== undefined
    ? { ...write, set: frozenCopy(write.set) }
    : { ...write };
}

function frozenCopy(attributes: Attributes): Attributes {
  const copies = Object.entries(attributes).map(([name, value]) => [name, frozenValue(value)] as const);
  return Object.freeze(Object.fromEntries(copies));
}

function frozenValue(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? Object.freeze(value.map(frozenValue)) : frozenCopy(value);
}
