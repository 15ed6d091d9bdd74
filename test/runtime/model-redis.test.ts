import { describe, expect, it } from 'vitest';
import { SECOND } from '../../shared/time/clock.ts';
import { NIGHT, practising } from './practising.ts';
import { FLEET, practiceSeed, SOLO } from './rehearsal.ts';

describe('the client over the model in this process', () => {
  it('reads what the seed says, page by page', async () => {
    const { redis } = practising();

    expect(await redis.describeInstance(FLEET)).toMatchObject({ status: 'Running', shardCount: 12 });
    expect(await redis.describeShards(FLEET)).toHaveLength(12);
    expect(await redis.describeInstance('redis-of-nobody')).toBeUndefined();
    expect(await redis.listTasks(SOLO, NIGHT)).toBeUndefined();
  });

  it('is let in by its signature: accepted, and executed once', async () => {
    const { model, send } = practising();

    expect(await send()).toMatchObject({ kind: 'accepted', httpStatus: 200 });
    expect(model.executed()).toHaveLength(1);
  });

  it('is turned away once the life of its signature is over', async () => {
    const { model, send } = practising();

    expect(await send(30, 31 * SECOND)).toMatchObject({ kind: 'refused', code: 'InvalidTimestamp' });
    expect(model.executed()).toHaveLength(0);
  });

  it('refuses a seed that has nothing to sign with', () => {
    expect(() => practising({ ...practiceSeed(), credentials: [] })).toThrow('no credentials');
  });

  it('asks again after a throttled read, on the same clock', async () => {
    const { clock, model, redis } = practising();
    model.arm({ fault: 'throttle', action: 'DescribeDBInstanceDetail', retryAfterSeconds: 3 });

    expect(await redis.describeInstance(SOLO)).toMatchObject({ status: 'Running' });
    expect(clock.now()).toBe(NIGHT + 3 * SECOND);
  });
});
