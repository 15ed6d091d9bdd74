import type { Item, Write } from '../../shared/store/store.ts';
import { decide, keyOf, keyText } from '../../shared/store/write.ts';
import { numberOf, oneOfAKind } from './items.ts';
import type { Rules } from './rules.ts';
import { on, without } from './without.ts';

const made = new WeakMap<Rules, WeakMap<object, Map<string, unknown>>>();

/** Makes what the rules make of something once: the same words about the same thing always mean the same. */
export function once<Result>(rules: Rules, of: object, words: string, make: () => Result): Result {
  const byRules = made.get(rules) ?? new WeakMap<object, Map<string, unknown>>();
  made.set(rules, byRules);
  const known = byRules.get(of) ?? new Map<string, unknown>();
  byRules.set(of, known);
  if (!known.has(words)) known.set(words, make());
  return known.get(words) as Result;
}

type Changes = readonly (readonly [key: string, after: Item | undefined])[];

interface Transaction {
  readonly writes: readonly Write[];
  readonly keys: readonly string[];
  /** What it came to, by the numbers of the items that it met. */
  readonly came: Map<string, Changes | undefined>;
}

/** What a transaction does to the items by the store's own reducer, `undefined` where it is refused. Audit events are left out. */
export function changesOf(
  rules: Rules,
  writes: readonly Write[],
  items: ReadonlyMap<string, Item>,
): Changes | undefined {
  const transaction = once(rules, writes, 'transaction', () => prepared(rules, writes));
  let met = '';
  for (const key of transaction.keys) {
    const item = items.get(key);
    met += item === undefined ? '-' : `${numberOf(item)},`;
  }
  if (!transaction.came.has(met)) transaction.came.set(met, decided(transaction, items));
  return transaction.came.get(met);
}

function prepared(rules: Rules, all: readonly Write[]): Transaction {
  const counted = all.filter((write) => !('put' in write && write.put.partition.startsWith('audit#')));
  const writes = rules.versioned ? counted : without(counted, on('version'));
  return { writes, keys: writes.map((write) => keyText(keyOf(write))), came: new Map() };
}

function decided({ writes }: Transaction, items: ReadonlyMap<string, Item>): Changes | undefined {
  const decision = decide(writes, (key) => items.get(keyText(key))?.attributes);
  if ('refused' in decision) return undefined;
  return decision.changes.map(({ key, after }) => [keyText(key), after && oneOfAKind(key, after)] as const);
}
