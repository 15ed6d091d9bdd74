import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../../shared/store/condition.ts';
import type { Attributes, Committed, Item, Key, Value, Write } from '../../shared/store/store.ts';
import { transactions } from './arbitrary-transactions.ts';
import type { Subject } from './store.ts';

export function laws({ store, partition }: Subject, runs: number): void {
  describe('laws', () => {
    it('answers random transactions as a plain map does', async () => {
      await fc.assert(
        fc.asyncProperty(transactions, async (history) => {
          const own = partition();
          const oracle = new Map<string, Attributes>();
          for (const writes of history) {
            const placed = writes.map((write) => place(write, own));
            expect(await store().transact(placed)).toEqual(answerOf(oracle, placed));
          }
          expect(await store().list(own)).toEqual(itemsOf(oracle, own));
          expect((await attentionOf(own)).sort()).toEqual(attentionIn(oracle).sort());
        }),
        { numRuns: runs },
      );
    });

    async function attentionOf(own: string): Promise<string[]> {
      const { keys } = await store().find({ index: 'attention', partition: own });
      return keys.map(({ sort }) => sort);
    }
  });
}

/** Moves a write into this run's partition, of the table and of the index. */
function place(write: Write, partition: string): Write {
  const key = (at: Key): Key => ({ partition, sort: at.sort });
  const attributes = (given: Attributes): Attributes =>
    'attention' in given ? { ...given, attention: partition } : given;
  if ('put' in write) return { ...write, put: key(write.put), attributes: attributes(write.attributes) };
  if ('delete' in write) return { ...write, delete: key(write.delete) };
  if ('check' in write) return { ...write, check: key(write.check) };
  return { ...write, update: key(write.update), ...(write.set && { set: attributes(write.set) }) };
}

/** The oracle: what a transaction over a plain map of sort key to attributes comes to. */
function answerOf(oracle: Map<string, Attributes>, writes: readonly Write[]): Committed {
  const targets = writes.map((write) => ({ write, key: targetOf(write) }));
  const refused = targets.flatMap(({ write, key }, index) => {
    const attributes = oracle.get(key.sort);
    if (write.when === undefined || holds(write.when, attributes)) return [];
    return [attributes === undefined ? { index } : { index, item: { key, attributes } }];
  });
  if (refused.length > 0) return { committed: false, refused };
  for (const { write, key } of targets) {
    if ('put' in write) oracle.set(key.sort, write.attributes);
    if ('delete' in write) oracle.delete(key.sort);
    if ('update' in write) oracle.set(key.sort, updated(oracle.get(key.sort) ?? {}, write));
  }
  return { committed: true };
}

function targetOf(write: Write): Key {
  if ('put' in write) return write.put;
  if ('delete' in write) return write.delete;
  return 'check' in write ? write.check : write.update;
}

function updated(before: Attributes, write: Extract<Write, { readonly update: Key }>): Attributes {
  const result = new Map<string, Value>(Object.entries(before));
  for (const [name, value] of Object.entries(write.set ?? {})) result.set(name, value);
  for (const name of write.remove ?? []) result.delete(name);
  for (const [name, amount] of Object.entries(write.add ?? {})) {
    result.set(name, Number(before[name] ?? 0) + amount);
  }
  return Object.fromEntries(result);
}

function itemsOf(oracle: ReadonlyMap<string, Attributes>, partition: string): Item[] {
  return [...oracle]
    .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    .map(([sort, attributes]) => ({ key: { partition, sort }, attributes }));
}

function attentionIn(oracle: ReadonlyMap<string, Attributes>): string[] {
  return [...oracle]
    .filter(([, attributes]) => 'attention' in attributes && 'attentionAt' in attributes)
    .map(([sort]) => sort);
}
