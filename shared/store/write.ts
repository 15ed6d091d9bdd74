import { holds } from './condition.ts';
import { ValueRefused } from './errors.ts';
import { itemSize } from './item-size.ts';
import type { Attributes, Item, Key, Refusal, Value, Write } from './store.ts';
import { LIMITS } from './table.ts';
import { valueFaults } from './value-check.ts';

/** One item as it stands before and after a transaction; `undefined` where there is none. */
export interface Change {
  readonly key: Key;
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
}

/** What a transaction comes to: the refused writes, or the changes to make. */
export type Decision = { readonly refused: readonly Refusal[] } | { readonly changes: readonly Change[] };

/** The item that a write names. */
export function keyOf(write: Write): Key {
  if ('put' in write) return write.put;
  if ('update' in write) return write.update;
  return 'delete' in write ? write.delete : write.check;
}

/** One string for one key, for use in maps. */
export function keyText(key: Key): string {
  return JSON.stringify([key.partition, key.sort]);
}

/** Puts key and attributes together. */
export function toItem(key: Key, attributes: Attributes): Item {
  return { key: { partition: key.partition, sort: key.sort }, attributes };
}

/**
 * Decides a transaction over the items as they stand, all conditions before any change.
 *
 * @throws ValueRefused when an `add` meets something that is no number, or an item would grow beyond 400 KB.
 */
export function decide(writes: readonly Write[], read: (key: Key) => Attributes | undefined): Decision {
  const changes = writes.map((write) => {
    const before = read(keyOf(write));
    return { write, key: keyOf(write), before, met: write.when === undefined || holds(write.when, before) };
  });
  const refused = changes.flatMap(({ met, key, before }, index) => {
    if (met) return [];
    return [before === undefined ? { index } : { index, item: toItem(key, before) }];
  });
  if (refused.length > 0) return { refused };
  return {
    changes: changes.map(({ write, key, before }) => ({
      key,
      before,
      after: attributesAfter(write, before),
    })),
  };
}

/** The attributes that a write leaves behind, `undefined` when it leaves no item. */
export function attributesAfter(write: Write, before: Attributes | undefined): Attributes | undefined {
  if ('put' in write) return write.attributes;
  if ('delete' in write) return undefined;
  if ('check' in write) return before;
  const result: { [name: string]: Value } = { ...before, ...write.set };
  for (const name of write.remove ?? []) delete result[name];
  for (const [name, amount] of Object.entries(write.add ?? {})) {
    result[name] = sum(before?.[name], amount, `${keyText(write.update)}.${name}`);
  }
  if (itemSize(write.update, result) > LIMITS.itemBytes) {
    throw new ValueRefused('transact', [
      `${keyText(write.update)} would be larger than ${LIMITS.itemBytes} bytes`,
    ]);
  }
  return result;
}

function sum(before: Value | undefined, amount: number, path: string): number {
  if (before === undefined) return amount;
  if (typeof before !== 'number') throw new ValueRefused('transact', [`${path} is no number to add to`]);
  const faults = valueFaults(before + amount, path);
  if (faults.length > 0) throw new ValueRefused('transact', faults);
  return before + amount;
}
