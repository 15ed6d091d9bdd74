import { describe, expect, it } from 'vitest';
import { digestOfRoles, seesTaskOfOurs, takeLook } from '../../shared/steps/look.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import type { Redis, Shard, Task } from '../../shared/volcengine/redis.ts';
import { makeRig, NIGHT, SOLO } from './rig.ts';

const shardOf = (id: string, primary: string, secondary: string): Shard => ({
  shardId: id,
  nodes: [
    { nodeId: primary, role: 'PrimaryNode', status: 'running', zone: 'a' },
    { nodeId: secondary, role: 'SecondaryNode', status: 'running', zone: 'a' },
  ],
});
const one = shardOf('s1', 'a', 'b');
const two = shardOf('s2', 'c', 'd');
const pinned = (batch: number, shardId: string, target: string, expectedPrimary: string) => ({
  batch,
  clientToken: `token-${batch}`,
  pins: [{ shardId, target, expectedPrimary }],
});

async function vendor(over: Partial<Redis>): Promise<Redis> {
  const { ports } = await makeRig();
  const account = {
    name: 'prod',
    provider: 'volcengine',
    region: 'r',
    credentials: 'c',
    mode: 'switch',
  } as const;
  return { ...ports.redis(account), ...over };
}
const clock = { now: () => NIGHT, sleepUntil: async () => undefined };

describe('the digest of the roles', () => {
  it('does not depend on the order in which shards or nodes are listed', () => {
    const turned = { ...one, nodes: one.nodes.toReversed() };
    expect(digestOfRoles([two, turned])).toBe(digestOfRoles([one, two]));
  });

  it('differs for another primary, for none, and for another shard', () => {
    const seen = [[one], [shardOf('s1', 'b', 'a')], [{ ...one, nodes: [] }], [two], []].map(digestOfRoles);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('a look', () => {
  it('asks for the status first and the roles last, so that Running was true before them', async () => {
    const asked: string[] = [];
    const redis = await vendor({});
    const noting: Redis = {
      ...redis,
      describeInstance: (id) => {
        asked.push('status');
        return redis.describeInstance(id);
      },
      describeShards: (id) => {
        asked.push('roles');
        return redis.describeShards(id);
      },
    };
    await takeLook(noting, clock, SOLO, [], 1);
    expect(asked).toEqual(['status', 'roles']);
  });

  it('sees the batch that was sent last, and all of them', async () => {
    const redis = await vendor({ describeShards: async () => [one, two] });
    const pins = [pinned(1, 's1', 'a', 'b'), pinned(2, 's2', 'd', 'c')];
    expect(await takeLook(redis, clock, SOLO, pins, 1)).toMatchObject({
      look: { at: NIGHT, batch: 'on target', all: 'mixed', status: 'Running' },
      roles: digestOfRoles([one, two]),
    });
    expect((await takeLook(redis, clock, SOLO, pins, 2)).look).toMatchObject({ batch: 'unchanged' });
  });

  it.each<{ name: string; over: Partial<Redis> }>([
    {
      name: 'the vendor cannot be read',
      over: { describeShards: () => Promise.reject(new ReadFailed('D', SOLO, {})) },
    },
    { name: 'the instance is gone', over: { describeInstance: async () => undefined } },
  ])('is unreadable where $name, without roles', async ({ over }) => {
    const taken = await takeLook(await vendor(over), clock, SOLO, [], 1);
    expect(taken).toEqual({ look: { at: NIGHT, unreadable: true } });
  });

  it('does not hide a fault of our own', async () => {
    const broken = await vendor({ describeShards: () => Promise.reject(new TypeError('ours')) });
    await expect(takeLook(broken, clock, SOLO, [], 1)).rejects.toThrow('ours');
  });
});

describe('a task of ours', () => {
  const task = (createdAt: number, parameters: string): Task => ({
    ...{ taskId: 't', name: 'n', action: 'SwitchOver', status: 'Success' },
    parameters,
    createdAt,
  });
  it.each<{ name: string; tasks: readonly Task[] | undefined; ours: boolean }>([
    { name: 'with our token, since our send', tasks: [task(NIGHT, 'x token-1 y')], ours: true },
    { name: 'with our token, in the whole second before', tasks: [task(NIGHT - 999, 'token-1')], ours: true },
    { name: 'with another token', tasks: [task(NIGHT, 'token-9')], ours: false },
    { name: 'none', tasks: [], ours: false },
    { name: 'a region without the operation', tasks: undefined, ours: false },
  ])('$name: $ours', async ({ tasks, ours }) => {
    const redis = await vendor({ listTasks: async () => tasks });
    expect(await seesTaskOfOurs(redis, SOLO, NIGHT, ['token-1'])).toBe(ours);
  });

  it('is none where the list cannot be read', async () => {
    const redis = await vendor({ listTasks: () => Promise.reject(new ReadFailed('D', SOLO, {})) });
    expect(await seesTaskOfOurs(redis, SOLO, NIGHT, ['token-1'])).toBe(false);
  });
});
