import { describe, expect, it } from 'vitest';
import { type Model, makeModel } from '../../shared/local-volcengine/model.ts';
import { seedFrom } from '../../shared/local-volcengine/seed.ts';
import type { SeedInput } from '../../shared/local-volcengine/seed-schema.ts';
import { startEndpoint } from '../../shared/local-volcengine/server.ts';
import type { RedisClient } from '../../shared/volcengine/client.ts';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import type { Shard } from '../../shared/volcengine/redis.ts';
import { clientOf } from './clients.ts';
import { VirtualClock } from './virtual-clock.ts';

const KEY = { accessKeyId: 'AKLTPRACTICE', secretAccessKey: 'practice-only-secret' };
const ID = 'redis-practice-fleet';

interface Practice extends AsyncDisposable {
  readonly client: RedisClient;
  readonly model: Model;
  readonly clock: VirtualClock;
}

/** Client and endpoint over HTTP, with one clock. The two share no code. */
async function practise(
  change: Partial<SeedInput> = {},
  credentials = new Credentials({ ...KEY, sessionToken: 'practice-token' }),
): Promise<Practice> {
  const clock = new VirtualClock();
  const seed = seedFrom({
    credentials: [
      { accessKeyId: KEY.accessKeyId, secretKey: KEY.secretAccessKey, securityToken: 'practice-token' },
    ],
    instances: [{ id: ID, shards: 120, zones: ['cn-beijing-a', 'cn-beijing-b'], tags: { app: 'orders' } }],
    ...change,
  });
  let id = 0;
  const model = makeModel({ clock, seed, ids: () => (++id).toString(16).toUpperCase().padStart(12, '0') });
  const endpoint = await startEndpoint({ model, clock, credentials: seed.credentials, port: 0 });
  const client = clientOf({ origin: endpoint.url }, { clock, credentials: async () => credentials });
  return {
    client,
    model,
    clock,
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await endpoint.close();
    },
  };
}

function secondaries(shards: readonly Shard[], most: number): string[] {
  return shards
    .flatMap(({ nodes }) => nodes.filter(({ role }) => role === 'SecondaryNode').map(({ nodeId }) => nodeId))
    .slice(0, most);
}

async function switchOver({ client, clock }: Practice, change: { signedAt?: number } = {}) {
  const targetNodeIds = secondaries(await client.describeShards(ID), 50);
  const prepared = await client.prepareSwitchOver({
    instanceId: ID,
    targetNodeIds,
    clientToken: 'token-1',
    signedAt: clock.now(),
    lifeSeconds: 30,
    ...change,
  });
  return { targetNodeIds, prepared };
}

describe('the client and the local endpoint understand each other', () => {
  it('a batch of fifty is signed, accepted, executed and seen', async () => {
    await using practice = await practise();
    const { client, clock, model } = practice;
    const startedAt = clock.now();
    const { targetNodeIds, prepared } = await switchOver(practice);

    const answer = await client.sendSwitchOver(prepared);
    clock.pass(60_000);

    const primaries = (await client.describeShards(ID)).flatMap(({ nodes }) =>
      nodes.filter(({ role }) => role === 'PrimaryNode').map(({ nodeId }) => nodeId),
    );
    expect(answer).toMatchObject({ kind: 'accepted', httpStatus: 200 });
    expect(primaries).toHaveLength(120);
    expect(primaries).toEqual(expect.arrayContaining(targetNodeIds));
    expect(await client.describeInstance(ID)).toMatchObject({ status: 'Running', tags: { app: 'orders' } });
    expect(await client.listInstances({ number: 1, size: 10 })).toMatchObject({ total: 1 });
    expect(await client.listTasks(ID, startedAt)).toHaveLength(1);
    expect(await client.listPlannedEvents(ID)).toEqual([]);
    expect(model.executed()).toHaveLength(1);
  });

  it('an operation that the region does not have is undefined', async () => {
    await using practice = await practise({ operations: { tasks: false, plannedEvents: false } });

    expect(await practice.client.listTasks(ID, 0)).toBeUndefined();
    expect(await practice.client.listPlannedEvents(ID)).toBeUndefined();
  });

  it('an unknown instance is undefined', async () => {
    await using practice = await practise();

    expect(await practice.client.describeInstance('redis-unknown')).toBeUndefined();
  });

  it('a signature beyond its life is refused', async () => {
    await using practice = await practise();
    const { prepared } = await switchOver(practice);

    practice.clock.pass(31_000);

    expect(await practice.client.sendSwitchOver(prepared)).toMatchObject({
      kind: 'refused',
      code: 'InvalidTimestamp',
    });
    expect(practice.model.executed()).toHaveLength(0);
  });

  it('a wrong secret is refused', async () => {
    const wrong = new Credentials({
      ...KEY,
      secretAccessKey: 'another-secret',
      sessionToken: 'practice-token',
    });
    await using practice = await practise({}, wrong);

    await expect(practice.client.describeInstance(ID)).rejects.toThrow(ReadFailed);
    await expect(practice.client.describeInstance(ID)).rejects.toThrow(/SignatureDoesNotMatch/);
  });
});

describe('what a lost answer proves', () => {
  it.each([
    [
      'throttled',
      { fault: 'throttle', retryAfterSeconds: 4 },
      { kind: 'throttled', retryAfterSeconds: 4 },
      0,
    ],
    ['a 502', { fault: 'server-error', status: 502, executes: true }, { kind: 'ambiguous' }, 1],
    [
      'InternalError',
      { fault: 'internal-error' },
      { kind: 'ambiguous', code: 'InternalError', httpStatus: 400 },
      1,
    ],
    ['a hang', { fault: 'hang' }, { kind: 'ambiguous', code: 'Timeout' }, 0],
    ['a lost answer', { fault: 'lose-answer' }, { kind: 'ambiguous', code: 'ConnectionReset' }, 1],
    ['half an answer', { fault: 'garble-answer' }, { kind: 'ambiguous' }, 1],
  ] as const)('%s', async (_name, fault, expected, executed) => {
    await using practice = await practise();
    practice.model.arm(fault);
    const { prepared } = await switchOver(practice);

    expect(await practice.client.sendSwitchOver(prepared)).toMatchObject(expected);
    expect(practice.model.executed()).toHaveLength(executed);
    expect(practice.model.answered().filter(({ action }) => action === 'SwitchOver')).toHaveLength(1);
  });
});
