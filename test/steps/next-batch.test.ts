import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { storeWithMoment } from './moments.ts';
import { FLEET, makeRig, NIGHT, type Rig, type RigOptions, rule, SOLO } from './rig.ts';

const batchSizes = (rig: Rig) =>
  rig.model
    .executed()
    .filter(({ effect }) => effect === 'SwitchOver')
    .map(({ nodeIds }) => nodeIds.length);

/** While the first batch is being observed. */
const WHILE_OBSERVING = 1;
const NO_COOLDOWN: RigOptions = {
  plan: (plan) => ({
    ...plan,
    rules: [rule('fleet', FLEET, { target: { kind: 'other-zone' }, cooldown: 0 })],
  }),
};
const today = { name: 'sudden', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };

describe('between two batches', () => {
  it('a stop ends the run as PARTIAL: nothing more is sent, the instance is held until a person frees it', async () => {
    const rig: Rig = await makeRig({
      ...NO_COOLDOWN,
      store: storeWithMoment('after', 'send#', () => rig.stop('account:prod'), WHILE_OBSERVING),
    });
    const runId = await rig.accepted({ instance: FLEET });

    expect(await rig.ended(runId)).toMatchObject({ status: 'FAILED', error: 'PARTIAL' });

    expect(await rig.run(runId)).toMatchObject({
      ...{ outcome: 'PARTIAL', reason: 'STOPPED_BETWEEN_BATCHES', desired: 'part', hold: true },
      decision: { code: 'SOME_BATCHES_ONLY', data: { verified: 1, batches: 3, because: 'STOP' } },
    });
    expect(batchSizes(rig)).toEqual([1]);
    expect(await rig.lease(FLEET)).toMatchObject({ hold: 'PARTIAL', owner: runId });
    expect(await rig.slots()).toEqual([]);

    await rig.resume('account:prod');
    const again = { instance: FLEET, key: 'key-2' };
    expect(await rig.start(again)).toMatchObject({ what: 'not now', decision: { code: 'INSTANCE_HELD' } });
    expect(await rig.acknowledge(runId)).toMatchObject({ acknowledged: true });
    expect(await rig.ran(again)).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it.each<{ name: string; act: (rig: Rig) => Promise<unknown>; because: string }>([
    {
      name: 'a freeze',
      act: (rig) => rig.apply((plan) => ({ ...plan, freezes: [today] })),
      because: 'FREEZE',
    },
    {
      name: 'an account that observes from now on',
      act: (rig) =>
        rig.apply((plan) => ({
          ...plan,
          accounts: Object.fromEntries(
            Object.entries(plan.accounts).map(([name, account]) => [name, { ...account, mode: 'observe' }]),
          ),
        })),
      because: 'STOP',
    },
  ])('$name does too', async ({ act, because }) => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', () => act(rig), WHILE_OBSERVING),
    });

    expect(await rig.ran({ instance: FLEET })).toMatchObject({
      ...{ outcome: 'PARTIAL', decision: { data: { because } } },
    });
    expect(batchSizes(rig)).toEqual([1]);
  });

  it('what the run itself has moved is no role change of somebody else', async () => {
    const ofFirstRun = 6;
    const rig: Rig = await makeRig({
      ...NO_COOLDOWN,
      store: storeWithMoment('after', 'send#', () => rig.stop('everything'), ofFirstRun + WHILE_OBSERVING),
    });
    await rig.ran({ instance: FLEET });
    expect(await rig.ran({ instance: FLEET, key: 'key-2' })).toMatchObject({ outcome: 'PARTIAL' });
    expect((await rig.lease(FLEET))?.lastRoleChangeSeenAt).toBeUndefined();
  });

  it('a shard that got onto its target meanwhile is counted, not sent', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment(
        'after',
        'send#',
        async () => {
          rig.model.arm({ fault: 'failover', instance: FLEET, shards: [3], after: '20s' });
        },
        WHILE_OBSERVING,
      ),
    });

    const run = await rig.ran({ instance: FLEET });

    expect(run).toMatchObject({ outcome: 'SUCCEEDED', verified: 3 });
    expect(batchSizes(rig)).toEqual([1, 9, 1]);
  });

  it('a whole batch that got there is watched for a settle time of its own before the next is sent', async () => {
    const shards = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const rig: Rig = await makeRig({
      store: storeWithMoment(
        'after',
        'send#',
        async () => {
          rig.model.arm({ fault: 'failover', instance: FLEET, shards, after: '20s' });
        },
        WHILE_OBSERVING,
      ),
    });

    const run = await rig.ran({ instance: FLEET });

    expect(run).toMatchObject({ outcome: 'SUCCEEDED', verified: 3 });
    expect(batchSizes(rig)).toEqual([1, 1]);
    const [first = 0, , last = 0] = rig.model.executed().map(({ at }) => at);
    expect(last - first).toBeGreaterThanOrEqual(12 * SECOND + 30 * SECOND + 30 * SECOND);
  });

  it('a shard that got onto a third node is foreign: nothing more is sent, a person has to look', async () => {
    const zones = ['cn-beijing-a', 'cn-beijing-a', 'cn-beijing-b'];
    const rig: Rig = await makeRig({
      seed: { instances: [{ id: FLEET, name: 'fleet', shards: 3, zones }] },
      store: storeWithMoment(
        'after',
        'send#',
        async () => {
          rig.model.arm({ fault: 'failover', instance: FLEET, shards: [2], after: '20s' });
        },
        WHILE_OBSERVING,
      ),
    });

    const run = await rig.ran({ instance: FLEET });

    expect(run).toMatchObject({ outcome: 'FAILED', reason: 'FOREIGN_CHANGE', hold: true, attributed: 'no' });
    expect(batchSizes(rig)).toEqual([1]);
    expect((await rig.lease(FLEET))?.lastRoleChangeSeenAt).toBe(run.closedAt);
  });
});

describe('a batch that is on target before its first send', () => {
  /** The process dies after pinning, and the roles of these shards move before the next one looks. */
  const afterPinning = async (instance: string, shards?: number[], options?: RigOptions): Promise<Rig> => {
    const rig: Rig = await makeRig({
      ...options,
      store: storeWithMoment('after', 'pin#', async () => {
        rig.model.arm({ fault: 'failover', instance, ...(shards && { shards }) });
        throw new StoreUnavailable('after the pins');
      }),
    });
    return rig;
  };

  it('is counted, and the batches after it are sent', async () => {
    const rig = await afterPinning(FLEET, [0]);

    const run = await rig.ran({ instance: FLEET });

    expect(run).toMatchObject({ outcome: 'SUCCEEDED', verified: 3, desired: 'yes' });
    expect(batchSizes(rig)).toEqual([10, 1]);
  });

  it('is foreign when it moved to a third node: nothing is sent, and the cool-down begins', async () => {
    const zones = ['cn-beijing-a', 'cn-beijing-b', 'cn-beijing-a'];
    const rig = await afterPinning(SOLO, undefined, {
      seed: { instances: [{ id: SOLO, name: 'solo', zones }] },
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SKIPPED', reason: 'FOREIGN' });
    expect(rig.asked('SwitchOver')).toBe(0);
    expect(await rig.lease()).toMatchObject({ lastRoleChangeSeenAt: run.roleChangeSeenAt });
    expect(run.roleChangeSeenAt).toBeGreaterThanOrEqual(NIGHT);
  });

  it('is NOTHING_TO_DO when there is no other', async () => {
    const rig = await afterPinning(SOLO);

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'NOTHING_TO_DO', reason: 'ALREADY_PRIMARY' });
    expect(rig.asked('SwitchOver')).toBe(0);
  });

  it('is NOTHING_TO_DO and counts as proven when every primary already is where it should be', async () => {
    const rig = await makeRig();

    const run = await rig.ran({ target: { kind: 'zone', zone: 'cn-beijing-a' } });

    expect(run).toMatchObject({ outcome: 'NOTHING_TO_DO', reason: 'ALREADY_PRIMARY' });
    expect(await rig.lease()).toMatchObject({ lastProvenAt: run.opening?.opensAt });
    expect(rig.asked('SwitchOver')).toBe(0);
  });
});

describe('the targets', () => {
  const node = (shard: number, number: number, of = FLEET) => `server-${of}-${shard}-${number}`;
  const spread = Array.from({ length: 51 }, (_, number) => node(number, 1));
  it.each([
    { name: 'an unknown node', nodes: ['nobody'], code: 'NODE_NOT_FOUND' },
    { name: 'two nodes of one shard', nodes: [node(0, 0), node(0, 1)], code: 'TWO_NODES_OF_ONE_SHARD' },
    { name: '51 nodes', nodes: spread, code: 'TOO_MANY_NODES' },
    { name: 'none', nodes: [], code: 'NO_NODES_NAMED' },
  ])('$name: SKIPPED · NOT_READY, nothing sent', async ({ nodes, code }) => {
    const rig = await makeRig();

    const run = await rig.ran({ instance: FLEET, target: { kind: 'nodes', nodes } });

    expect(run).toMatchObject({ outcome: 'SKIPPED', reason: 'NOT_READY', decision: { code } });
    expect(rig.asked('SwitchOver')).toBe(0);
    expect((await rig.lease(FLEET))?.owner).toBeUndefined();
  });

  it('are exactly the nodes that were named', async () => {
    const rig = await makeRig();
    await rig.ran({ instance: FLEET, target: { kind: 'nodes', nodes: [node(7, 1), node(2, 1)] } });
    expect(rig.model.executed().map(({ nodeIds }) => nodeIds)).toEqual([[node(2, 1)], [node(7, 1)]]);
  });
});

describe('roles that somebody else moved since the last run', () => {
  it('start the cool-down: skipped that night, switched the next', async () => {
    const rig = await makeRig();
    const first = await rig.ran();
    await rig.clock.advanceTo(NIGHT + 12 * HOUR);
    rig.model.arm({ fault: 'failover', instance: SOLO });
    await rig.clock.advanceTo(NIGHT + DAY);

    const second = await rig.ran({ key: 'key-2' });

    expect(first).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(second).toMatchObject({ outcome: 'SKIPPED', reason: 'COOLDOWN' });
    expect(await rig.lease()).toMatchObject({ lastRoleChangeSeenAt: NIGHT + DAY });
    await rig.clock.advanceTo(NIGHT + 2 * DAY + MINUTE);
    expect(await rig.ran({ key: 'key-3' })).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('are not those that the run before moved itself', async () => {
    const rig = await makeRig();
    await rig.ran();
    await rig.clock.advanceTo(NIGHT + DAY);
    expect(await rig.ran({ key: 'key-2' })).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(rig.executed()).toBe(2);
  });
});
