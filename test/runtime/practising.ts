import { makeModel } from '../../shared/local-volcengine/model.ts';
import type { Seed } from '../../shared/local-volcengine/seed-schema.ts';
import { makeLeapingClock } from '../../shared/runtime/leaping-clock.ts';
import { makeModelRedis } from '../../shared/runtime/model-redis.ts';
import { SECOND } from '../../shared/time/clock.ts';
import { practiceSeed, SOLO } from './rehearsal.ts';

export const NIGHT = Date.parse('2026-11-24T02:00:00+08:00');

/** The client over the example's instances in this process, and a SwitchOver of the one with one shard. */
export function practising(seed: Seed = practiceSeed()) {
  const clock = makeLeapingClock(NIGHT, () => model.nextDeadline());
  let count = 0;
  const ids = () => {
    count += 1;
    return count.toString(16).toUpperCase().padStart(8, '0');
  };
  const model = makeModel({ clock, seed, ids });
  const redis = makeModelRedis({ model, seed, clock, random: () => 0.5, timeout: 10 * SECOND });
  const send = async (lifeSeconds = 30, waits = 0) => {
    const [shard] = await redis.describeShards(SOLO);
    const target = shard?.nodes.find(({ role }) => role === 'SecondaryNode')?.nodeId ?? '';
    const prepared = await redis.prepareSwitchOver({
      instanceId: SOLO,
      targetNodeIds: [target],
      clientToken: 'a-token',
      signedAt: clock.now(),
      lifeSeconds,
    });
    await clock.sleepUntil(clock.now() + waits);
    return await redis.sendSwitchOver(prepared);
  };
  return { clock, model, redis, send };
}
