import { expect, it } from 'vitest';
import { REFUSED } from '../../shared/protocol/keys.ts';
import { InputRefused } from '../../shared/steps/errors.ts';
import { refuseDelivery } from '../../shared/steps/refuse-delivery.ts';
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
