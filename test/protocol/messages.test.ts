import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import {
  claimTry,
  deliveredAs,
  hasEnded,
  notDelivered,
  readDelivery,
  readMessages,
  waitAfter,
} from '../../shared/protocol/messages.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import type { Item, Key, Store } from '../../shared/store/store.ts';
import { HOUR, SECOND } from '../../shared/time/clock.ts';

const KEY = keys.message('run-1', 'trouble', 'dba', 'feishu');

async function read(store: Store) {
  const item = await store.get(KEY);
  return item === undefined ? undefined : readDelivery(item);
}

it('a run’s messages are read from among its items, by what they tell, to whom and how', () => {
  const at = (key: Key, attributes: Item['attributes']): Item => ({ key, attributes });
  const items = [
    at(keys.run('run-1'), { attempts: 1 }),
    at(keys.message('run-1', 'held-3', 'on-call', 'sns'), { attempts: 2, nextAt: 9, code: 'TIMEOUT' }),
    at(KEY, { attempts: 1, nextAt: 5, deliveredAt: 4 }),
  ];

  expect(readMessages(items)).toEqual([
    { subject: 'held-3', entry: 'on-call', channel: 'sns', attempts: 2, nextAt: 9, code: 'TIMEOUT' },
    { subject: 'trouble', entry: 'dba', channel: 'feishu', attempts: 1, nextAt: 5, deliveredAt: 4 },
  ]);
});

describe('a try', () => {
  it('is claimed by one of two who read the same record', async () => {
    const store = makeMemoryStore();
    const claim = claimTry(KEY, undefined, { nextAt: 10, expiresAt: 99 });

    expect(await store.transact([claim])).toEqual({ committed: true });
    expect(await store.transact([claim])).toMatchObject({ committed: false });

    const known = await read(store);
    expect(known).toEqual({ attempts: 1, nextAt: 10 });
    const next = claimTry(KEY, known, { nextAt: 20, expiresAt: 99 });
    expect(await store.transact([next])).toEqual({ committed: true });
    expect(await store.transact([next])).toMatchObject({ committed: false });
    expect(await read(store)).toEqual({ attempts: 2, nextAt: 20 });
  });

  it('is not claimed by who read the record before its channel asked for a longer wait', async () => {
    const store = makeMemoryStore();
    await store.transact([claimTry(KEY, undefined, { nextAt: 10, expiresAt: 99 })]);
    const before = await read(store);
    await store.transact([notDelivered(KEY, 1, { code: 'THROTTLED', nextAt: 600 })]);

    const early = claimTry(KEY, before, { nextAt: 20, expiresAt: 99 });
    expect(await store.transact([early])).toMatchObject({ committed: false });
    expect(await read(store)).toMatchObject({ attempts: 1, nextAt: 600 });
  });

  it('that was delivered ends it, also when a later one had failed and given up meanwhile', async () => {
    const store = makeMemoryStore();
    await store.transact([claimTry(KEY, undefined, { nextAt: 10, expiresAt: 99 })]);
    await store.transact([notDelivered(KEY, 1, { code: 'GONE', nextAt: 20, givenUpAt: 15 })]);
    expect(await read(store)).toMatchObject({ code: 'GONE', failedAt: 15 });

    await store.transact([deliveredAs(KEY, 16, 'receipt-1')]);
    expect(await read(store)).toEqual({ attempts: 1, nextAt: 20, deliveredAt: 16, receipt: 'receipt-1' });
  });

  it('that failed says nothing over a newer one, nor over a delivery', async () => {
    const store = makeMemoryStore();
    await store.transact([claimTry(KEY, undefined, { nextAt: 10, expiresAt: 99 })]);
    const late = notDelivered(KEY, 1, { code: 'TIMEOUT', nextAt: 11 });
    await store.transact([claimTry(KEY, await read(store), { nextAt: 20, expiresAt: 99 })]);
    expect(await store.transact([late])).toMatchObject({ committed: false });

    await store.transact([deliveredAs(KEY, 21, undefined)]);
    const second = notDelivered(KEY, 2, { code: 'TIMEOUT', nextAt: 40 });
    expect(await store.transact([second])).toMatchObject({ committed: false });
  });

  it.each([
    [{ attempts: 1, nextAt: 5 }, false],
    [{ attempts: 1, nextAt: 5, code: 'TIMEOUT' }, false],
    [{ attempts: 1, nextAt: 5, deliveredAt: 4 }, true],
    [{ attempts: 1, nextAt: 5, failedAt: 4 }, true],
  ])('%o has ended: %s', (record, ended) => {
    expect(hasEnded(record)).toBe(ended);
  });
});

describe('the wait after a try', () => {
  it.each([
    [1, 30 * SECOND],
    [2, 60 * SECOND],
    [3, 120 * SECOND],
    [7, 1_920 * SECOND],
    [8, HOUR],
    [1_000, HOUR],
  ])('after %i is %i ms without chance', (attempts, wait) => {
    expect(waitAfter(attempts, 0)).toBe(wait);
  });

  it('is at most a quarter longer, never shorter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, chance) => {
          const least = waitAfter(n, 0);
          const wait = waitAfter(n, chance);
          return wait >= least && wait <= least * 1.25;
        },
      ),
    );
  });
});
