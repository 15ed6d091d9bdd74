import { compareBytes } from './byte-order.ts';
import { decodeCursor, encodeCursor, type IndexPosition } from './page-cursor.ts';
import {
  type Attributes,
  INDEXES,
  type IndexName,
  type IndexPage,
  type IndexQuery,
  type Key,
} from './store.ts';
import { keyText } from './write.ts';

/** Told that an item's index entries are out of date; `apply` brings them up to the item as it then stands. */
export type IndexChange = (key: Key, apply: () => void) => void;

export interface MemoryIndexes {
  changed(key: Key): void;
  find(query: IndexQuery): IndexPage;
}

interface Entry extends IndexPosition {
  readonly partition: string;
}

const NAMES: readonly IndexName[] = ['attention', 'instance', 'month'];

/**
 * Keeps the sparse, keys-only indexes of a memory store.
 *
 * An entry always comes from the item as it stands when the entry is applied, so late and reordered applications end
 * in the same state: eventually consistent, never wrong for ever.
 */
export function makeMemoryIndexes(
  read: (key: Key) => Attributes | undefined,
  onChange: IndexChange = (_, apply) => apply(),
): MemoryIndexes {
  const entries = new Map(NAMES.map((name) => [name, new Map<string, Entry>()]));

  function apply(key: Key): void {
    for (const [name, index] of entries) {
      const entry = entryOf(name, key, read(key));
      if (entry === undefined) index.delete(keyText(key));
      else index.set(keyText(key), entry);
    }
  }

  return {
    changed: (key) => onChange(key, () => apply(key)),
    find: (query) => page([...(entries.get(query.index)?.values() ?? [])], query),
  };
}

function entryOf(name: IndexName, key: Key, attributes: Attributes | undefined): Entry | undefined {
  const partition = attributes?.[INDEXES[name].partition];
  const at = attributes?.[INDEXES[name].sort];
  return typeof partition === 'string' && typeof at === 'number' ? { partition, at, key } : undefined;
}

function page(entries: readonly Entry[], query: IndexQuery): IndexPage {
  const { partition, from = -Infinity, to = Infinity, limit = Infinity } = query;
  const direction = query.newestFirst ? -1 : 1;
  const start = query.after === undefined ? undefined : decodeCursor(query.after);
  const rest = entries
    .filter((entry) => entry.partition === partition && entry.at >= from && entry.at <= to)
    .filter((entry) => start === undefined || direction * compare(entry, start) > 0)
    .sort((left, right) => direction * compare(left, right));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const keys = shown.map(({ key }) => key);
  return last !== undefined && rest.length > shown.length ? { keys, next: encodeCursor(last) } : { keys };
}

function compare(left: IndexPosition, right: IndexPosition): number {
  return (
    left.at - right.at ||
    compareBytes(left.key.partition, right.key.partition) ||
    compareBytes(left.key.sort, right.key.sort)
  );
}
