import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeMemoryStore, type StoreCall } from '../../shared/store/memory.ts';
import { storeContract } from '../contract/store.ts';

storeContract('memory', async () => ({ store: makeMemoryStore(), close: () => undefined }));

const key = { partition: 'p', sort: 's' };
const put = { put: key, attributes: { list: [1] } };

describe('a memory store', () => {
  it('tells of each call before it touches the items and after', async () => {
    const calls: StoreCall[] = [];
    const store = makeMemoryStore({ onCall: async (call) => void calls.push(call) });

    await store.transact([put]);
    await store.get(key);

    expect(calls).toEqual([
      { operation: 'transact', moment: 'before', writes: [put] },
      { operation: 'transact', moment: 'after', writes: [put] },
      { operation: 'get', moment: 'before' },
      { operation: 'get', moment: 'after' },
    ]);
  });

  it.each([
    ['before', undefined],
    ['after', { list: [1] }],
  ] as const)('a failure %s the work leaves what it should', async (moment, attributes) => {
    const store = makeMemoryStore({
      onCall: async (call) => {
        if (call.operation === 'transact' && call.moment === moment) throw new StoreUnavailable('lost');
      },
    });

    await expect(store.transact([put])).rejects.toThrow('lost');
    expect((await store.get(key))?.attributes).toEqual(attributes);
  });

  it('decides at the moment of the work, not of the call', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let held = true;
    const store = makeMemoryStore({
      onCall: async ({ operation, moment }) => {
        if (operation === 'transact' && moment === 'before' && held) {
          held = false;
          await promise;
        }
      },
    });
    const claim = (owner: string) =>
      store.transact([{ put: key, attributes: { owner }, when: { item: 'absent' } }]);

    const early = claim('early');
    const late = await claim('late');
    resolve();

    expect([(await early).committed, late.committed]).toEqual([false, true]);
  });

  it('gives out what nobody can change', async () => {
    const store = makeMemoryStore();
    await store.transact([put]);

    const item = await store.get(key);

    expect(Object.isFrozen(item?.attributes)).toBe(true);
    expect(Object.isFrozen(item?.attributes.list)).toBe(true);
  });
});
