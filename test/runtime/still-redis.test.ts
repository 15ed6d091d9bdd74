import { describe, expect, it } from 'vitest';
import { makeLeapingClock } from '../../shared/runtime/leaping-clock.ts';
import { whileStill } from '../../shared/runtime/still-redis.ts';
import { SECOND } from '../../shared/time/clock.ts';
import type { Redis } from '../../shared/volcengine/redis.ts';
import { SILENT_REDIS } from './silent-redis.ts';

const NIGHT = Date.parse('2026-11-24T02:00:00+08:00');

const REQUEST = { instanceId: 'any', signedAt: NIGHT, lifeSeconds: 30 };

const CALLS: readonly (readonly [string, (redis: Redis) => Promise<unknown>])[] = [
  ['describeInstance', (redis) => redis.describeInstance('any')],
  ['describeShards', (redis) => redis.describeShards('any')],
  ['listInstances', (redis) => redis.listInstances({ number: 1, size: 10 })],
  ['listTasks', (redis) => redis.listTasks('any', NIGHT)],
  ['listPlannedEvents', (redis) => redis.listPlannedEvents('any')],
  ['sendSwitchOver', async (redis) => redis.sendSwitchOver(await redis.prepareSwitchOver(REQUEST))],
];

describe('an exchange with the vendor takes no time on the leaping clock', () => {
  it.each(CALLS)('%s', async (_name, call) => {
    const clock = makeLeapingClock(NIGHT);
    const answered = Promise.withResolvers<void>();
    const exchange = call(whileStill(heldBack(answered.promise), clock));
    const sleeping = clock.sleepUntil(NIGHT + SECOND);

    await pause();
    expect(clock.now()).toBe(NIGHT);

    answered.resolve();
    await Promise.all([exchange, sleeping]);
    expect(clock.now()).toBe(NIGHT + SECOND);
  });
});

it('gives what the vendor gave, for the very thing that was asked', async () => {
  const asked: unknown[] = [];
  const redis = whileStill(
    {
      ...SILENT_REDIS,
      describeShards: async (instanceId) => {
        asked.push(instanceId);
        return [{ shardId: 'one', nodes: [] }];
      },
      sendSwitchOver: async (prepared) => {
        asked.push(prepared);
        return { kind: 'refused', code: 'InstanceNotFound' };
      },
    },
    makeLeapingClock(NIGHT),
  );
  const prepared = await redis.prepareSwitchOver(REQUEST);

  expect(await redis.describeShards('mine')).toEqual([{ shardId: 'one', nodes: [] }]);
  expect(await redis.sendSwitchOver(prepared)).toEqual({ kind: 'refused', code: 'InstanceNotFound' });
  expect(asked[0]).toBe('mine');
  expect(asked[1]).toBe(prepared);
});

/** A vendor over a slow network: nothing is answered before `until`. */
function heldBack(until: Promise<void>): Redis {
  const late =
    <Given extends readonly unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await until;
      return await call(...given);
    };
  return {
    describeInstance: late(SILENT_REDIS.describeInstance),
    describeShards: late(SILENT_REDIS.describeShards),
    listInstances: late(SILENT_REDIS.listInstances),
    listTasks: late(SILENT_REDIS.listTasks),
    listPlannedEvents: late(SILENT_REDIS.listPlannedEvents),
    prepareSwitchOver: SILENT_REDIS.prepareSwitchOver,
    sendSwitchOver: late(SILENT_REDIS.sendSwitchOver),
  };
}

/** Far more turns of the event loop than the clock waits for. */
async function pause(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
