import { expect, it } from 'vitest';
import { REFUSED } from '../../shared/protocol/keys.ts';
import { AnswerDenied, InputRefused, RefusalUntold } from '../../shared/steps/errors.ts';
import { refuseDelivery, refusedBefore } from '../../shared/steps/refuse-delivery.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeGround } from './ground.ts';

const refused = new InputRefused('CheckWindow', ['key: missing']);
const delivery = (input: unknown) => ({ input, execution: 'arn:one' });

it.each([[undefined], ['text'], [{ taskToken: 5 }], [{ taskToken: '' }], [{ taskToken: 'x'.repeat(2_049) }]])(
  'nobody waits for %j',
  async (input) => {
    const { parts, refusals, store } = await makeGround();
    await refuseDelivery(parts, delivery(input), refused);

    expect(refusals).toEqual([]);
    expect(await store.list(REFUSED)).toHaveLength(1);
  },
);

it('what stood in the request is neither kept nor logged, only what was wrong', async () => {
  const { parts, lines, store } = await makeGround();
  await refuseDelivery(parts, delivery({ taskToken: 'canary-token', force: 'canary-field' }), refused);

  expect(JSON.stringify([lines, await store.list(REFUSED)])).not.toContain('canary');
});

it('without a store the request is brought again', async () => {
  const { parts, refusals } = await makeGround();
  const away = {
    ...parts.store,
    transact: () => Promise.reject(new StoreUnavailable('write', new Error('away'))),
  };

  await expect(
    refuseDelivery({ ...parts, store: away }, delivery({ taskToken: 'waiting' }), refused),
  ).rejects.toThrow(StoreUnavailable);
  expect(refusals).toEqual([]);
});

it('a workflow that could not be told is told when the request comes again; the refusal is kept and logged once', async () => {
  const { parts, refusals, lines, store } = await makeGround();
  const announcer = { ...parts.announcer, refuseToken: () => Promise.reject(new Error('throttled')) };
  const brought = delivery({ taskToken: 'waiting' });

  await expect(refuseDelivery({ ...parts, announcer }, brought, refused)).rejects.toThrow(RefusalUntold);
  await refuseDelivery(parts, brought, refused);

  expect(refusals).toMatchObject([{ token: 'waiting', error: 'InputRefused' }]);
  expect(await store.list(REFUSED)).toHaveLength(1);
  expect(lines.filter(({ code }) => code === 'INPUT_REFUSED')).toHaveLength(1);
});

it('a workflow that can never be told is a line in the log', async () => {
  const { parts, lines } = await makeGround();
  const announcer = { ...parts.announcer, refuseToken: () => Promise.reject(new AnswerDenied('denied')) };
  await refuseDelivery({ ...parts, announcer }, delivery({ taskToken: 'canary-token' }), refused);

  expect(lines.map(({ what }) => what)).toContainEqual(expect.stringContaining('will not know'));
  expect(JSON.stringify(lines)).not.toContain('canary');
});

it('why an execution was refused before is found word for word, and of another execution nothing', async () => {
  const { parts } = await makeGround();
  await refuseDelivery(parts, delivery({}), refused);

  expect(await refusedBefore(parts, 'arn:one')).toMatchObject({
    name: 'InputRefused',
    message: refused.message,
  });
  expect(await refusedBefore(parts, 'arn:two')).toBeUndefined();
});
