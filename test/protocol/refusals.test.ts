import { expect, it } from 'vitest';
import { REFUSED } from '../../shared/protocol/keys.ts';
import { keepRefusal, readRefusal } from '../../shared/protocol/refusals.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { DAY } from '../../shared/time/clock.ts';

const AT = Date.UTC(2026, 10, 24);
const refusal = { execution: 'arn:one', why: 'key: missing', at: AT };

it('a refusal is kept once for each execution, and leaves with the logs', async () => {
  const store = makeMemoryStore();
  await store.transact([keepRefusal(refusal)]);
  const again = await store.transact([keepRefusal({ ...refusal, at: AT + 5 })]);
  await store.transact([keepRefusal({ ...refusal, execution: 'arn:two' })]);
  const kept = await store.list(REFUSED);

  expect(again.committed).toBe(false);
  expect(kept.map(readRefusal)).toContainEqual(refusal);
  expect(kept.map(({ attributes }) => attributes.expiresAt)).toEqual(
    [1, 1].map(() => (AT + 90 * DAY) / 1_000),
  );
});

it.each(['unknown field "\ud800"', `${'x'.repeat(1_999)}😀`])(
  'text that no store keeps is made text: %j',
  async (why) => {
    const store = makeMemoryStore();
    await store.transact([keepRefusal({ ...refusal, why })]);

    expect((await store.list(REFUSED)).map(readRefusal)[0]?.why).toMatch(/\ufffd/);
  },
);

it('a refusal is cut where a request has more faults than anybody reads', () => {
  const write = keepRefusal({ ...refusal, why: 'x'.repeat(300_000) });

  expect(JSON.stringify(write).length).toBeLessThan(3_000);
});
