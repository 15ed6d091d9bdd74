import { expect, it } from 'vitest';
import { SECOND } from '../../shared/time/clock.ts';
import { makeGround, SOLO } from '../steps/ground.ts';
import { makeStillVendor } from './still-vendor.ts';

async function vendor() {
  const { clock, model: asked, redis: real } = await makeGround();
  const { model, redis } = makeStillVendor(asked, real, clock);
  const shards = () => redis.describeShards(SOLO);
  const sees = async () => expect(await shards()).toEqual(await real.describeShards(SOLO));
  const answers = () => asked.answered().length;
  return { clock, model, redis, shards, sees, answers };
}

it('asks once for as long as nothing changes, whatever time passes', async () => {
  const { clock, shards, answers } = await vendor();
  await shards();
  await clock.advanceTo(clock.now() + 60 * SECOND);
  await shards();

  expect(answers()).toBe(1);
});

it('asks again once a fault was armed', async () => {
  const { clock, model, shards, answers } = await vendor();
  const before = await shards();
  model.arm({ fault: 'throttle', action: 'DescribeDBInstanceShards', times: 1 });
  let again: unknown;
  void shards().then((seen) => {
    again = seen;
  });
  // The client waits before it asks once more.
  await clock.runUntil(() => again !== undefined);

  expect(again).toEqual(before);
  expect(answers()).toBe(3);
});

it('sees a switchover begin and end, and a failover come by itself', async () => {
  const { clock, model, redis, shards, sees } = await vendor();
  const before = await shards();
  const [target] = before.flatMap(({ nodes }) => nodes).filter(({ role }) => role === 'SecondaryNode');
  const prepared = await redis.prepareSwitchOver({
    instanceId: SOLO,
    targetNodeIds: [String(target?.nodeId)],
    signedAt: clock.now(),
    lifeSeconds: 30,
  });
  await redis.sendSwitchOver(prepared);
  for (let second = 0; second < 60; second += 1) {
    await sees();
    await clock.advanceTo(clock.now() + SECOND);
  }
  const after = await shards();
  expect(after).not.toEqual(before);

  model.arm({ fault: 'failover', instance: SOLO, after: '8s' });
  await shards();
  await clock.advanceTo(clock.now() + 60 * SECOND);
  await sees();
  expect(await shards()).toEqual(before);
});
