import { describe, expect, it } from 'vitest';
import { ValueRefused } from '../../shared/store/errors.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { makeMeteredStore } from '../../shared/store/metered.ts';
import type { Store, Write } from '../../shared/store/store.ts';

const at = (sort: string) => ({ partition: 'p', sort });
const large = (bytes: number) => ({ a: 'x'.repeat(bytes) });
const open = { attention: 'open', attentionAt: 1, instance: 'i', acceptedAt: 3, month: 'm' };

/** What the last step costs, after the earlier ones. */
async function costOf(before: Write[], step: (store: Store) => Promise<unknown>) {
  const { store, units } = makeMeteredStore(makeMemoryStore());
  for (const write of before) await store.transact([write]);
  const start = units();
  await step(store);
  const end = units();
  return [end.readUnits - start.readUnits, end.writeUnits - start.writeUnits, end.calls - start.calls];
}

describe('reads', () => {
  const items: Write[] = [
    { put: at('a'), attributes: {} },
    { put: at('b'), attributes: large(5000) },
    { put: at('open'), attributes: open },
  ];

  it.each<[string, (store: Store) => Promise<unknown>, number]>([
    ['a small item', (store) => store.get(at('a')), 1],
    ['an item of 5 KB', (store) => store.get(at('b')), 2],
    ['nothing', (store) => store.get(at('none')), 1],
    ['many, each rounded', (store) => store.getMany([at('a'), at('b'), at('none'), at('a')]), 4],
    ['a list, rounded once', (store) => store.list('p'), 2],
    ['a list of nothing', (store) => store.list('none'), 1],
    ['an index', (store) => store.find({ index: 'attention', partition: 'open' }), 0.5],
    ['an index without entries', (store) => store.find({ index: 'attention', partition: 'none' }), 0.5],
  ])('%s', async (_, read, units) => {
    expect(await costOf(items, read)).toEqual([units, 0, 1]);
  });
});

describe('nothing asked for', () => {
  it('is no call', async () => {
    expect(await costOf([], (store) => store.getMany([]))).toEqual([0, 0, 0]);
  });
});

describe('writes', () => {
  const there: Write = { put: at('a'), attributes: large(2500) };
  const indexed: Write = { put: at('a'), attributes: open };

  it.each<[string, Write[], Write[], number]>([
    ['a new item', [], [{ put: at('a'), attributes: {} }], 1],
    ['an item of 3 KB', [], [there], 3],
    ['a smaller item over a larger one', [there], [{ put: at('a'), attributes: {} }], 3],
    ['an update', [there], [{ update: at('a'), set: { b: 1 } }], 3],
    ['a delete', [there], [{ delete: at('a') }], 3],
    ['a delete of nothing', [], [{ delete: at('a') }], 1],
    ['a refused write', [there], [{ update: at('a'), when: { item: 'absent' } }], 3],
    ['two in a transaction', [there], [{ delete: at('a') }, { put: at('b'), attributes: {} }], 8],
    ['a check in a transaction', [there], [{ check: at('a'), when: { item: 'present' } }], 6],
    [
      'a refused transaction',
      [],
      [
        { put: at('b'), attributes: {} },
        { check: at('a'), when: { item: 'present' } },
      ],
      4,
    ],
    ['entering three indexes', [], [indexed], 1 + 3],
    ['beside the indexes', [indexed], [{ update: at('a'), set: { b: 1 } }], 1],
    ['moving in one index', [indexed], [{ update: at('a'), set: { attentionAt: 2 } }], 1 + 2],
    ['leaving one index', [indexed], [{ update: at('a'), remove: ['attention'] }], 1 + 1],
    ['leaving all indexes', [indexed], [{ delete: at('a') }], 1 + 3],
    ['an index in a transaction is not doubled', [], [indexed, { put: at('b'), attributes: {} }], 4 + 3],
    [
      'a refused move',
      [indexed],
      [{ update: at('a'), set: { attentionAt: 2 }, when: { absent: 'month' } }],
      1,
    ],
  ])('%s', async (_, before, writes, units) => {
    expect(await costOf(before, (store) => store.transact(writes))).toEqual([0, units, 1]);
  });
});

it('gives each of many transactions at once its own items before and after', async () => {
  const { store, units } = makeMeteredStore(makeMemoryStore());

  await Promise.all([
    store.transact([{ put: at('a'), attributes: open }]),
    store.transact([{ update: at('a'), set: { attentionAt: 2 } }]),
    store.transact([{ delete: at('a') }]),
  ]);

  expect(units().writeUnits).toBe(4 + 3 + 4);
});

it('passes a refusal on and goes on counting', async () => {
  const { store, units } = makeMeteredStore(makeMemoryStore());

  await expect(store.transact([])).rejects.toThrow(ValueRefused);
  await store.transact([{ put: at('a'), attributes: {} }]);

  expect(units()).toEqual({ readUnits: 0, writeUnits: 1, calls: 1 });
});
