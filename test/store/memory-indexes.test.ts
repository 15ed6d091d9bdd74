import { describe, expect, it } from 'vitest';
import { makeMemoryStore } from '../../shared/store/memory.ts';

const key = { partition: 'p', sort: 's' };
const query = { index: 'attention', partition: 'open' } as const;

/** A store whose index changes wait until the test applies them. */
function laggingStore() {
  const waiting: (() => void)[] = [];
  const store = makeMemoryStore({ onIndexChange: (_, apply) => void waiting.push(apply) });
  return { store, waiting };
}

describe('indexes that lag behind', () => {
  it('show nothing before the change is applied', async () => {
    const { store, waiting } = laggingStore();
    await store.transact([{ put: key, attributes: { attention: 'open', attentionAt: 1 } }]);

    expect((await store.find(query)).keys).toEqual([]);
    for (const apply of waiting) apply();
    expect((await store.find(query)).keys).toEqual([key]);
  });

  it('still show an item that has left', async () => {
    const { store, waiting } = laggingStore();
    await store.transact([{ put: key, attributes: { attention: 'open', attentionAt: 1 } }]);
    waiting.shift()?.();
    await store.transact([{ update: key, remove: ['attention'] }]);

    expect((await store.find(query)).keys).toEqual([key]);
    expect((await store.get(key))?.attributes).toEqual({ attentionAt: 1 });
  });

  it('end in the same state when changes are applied in another order', async () => {
    const { store, waiting } = laggingStore();
    await store.transact([{ put: key, attributes: { attention: 'open', attentionAt: 1 } }]);
    await store.transact([{ delete: key }]);

    for (const apply of waiting.reverse()) apply();

    expect((await store.find(query)).keys).toEqual([]);
  });
});
