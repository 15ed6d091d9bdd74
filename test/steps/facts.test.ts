import { describe, expect, it } from 'vitest';
import { factsOnOurSide, readVendor, tagsOf } from '../../shared/steps/facts.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { SECOND } from '../../shared/time/clock.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import { aRun } from '../protocol/runs.ts';
import { makeRig, NIGHT, type Rig, rule, SOLO } from './rig.ts';

const subject = { ...aRun({ instance: `cn-beijing/${SOLO}`, rule: 'solo' }) };
const factsOf = async (rig: Rig, tags?: Record<string, string>) => {
  const plan = await planVersion(rig.store, (await planPointer(rig.store)).hash);
  return (await factsOnOurSide(rig.ports, subject, plan, tags)).facts;
};

describe('the facts on our side', () => {
  it('are read now: instant, rule, life, margin, no lease yet, nothing stopped', async () => {
    expect(await factsOf(await makeRig())).toMatchObject({
      ...{ now: NIGHT, runId: 'run-1', instanceId: SOLO, life: 30 * SECOND, margin: 5 * SECOND },
      rule: { name: 'solo' },
      stops: [],
      lease: undefined,
      limits: { atOnce: { limit: 1, takenBy: [] } },
    });
  });

  it('hold only the stops that apply', async () => {
    const rig = await makeRig();
    await rig.stop('account:other');
    await rig.stop(`instance:cn-beijing/${SOLO}`);
    expect((await factsOf(rig)).stops).toMatchObject([{ scope: `instance:cn-beijing/${SOLO}` }]);
  });

  it('take the freezes from the plan in force', async () => {
    const rig = await makeRig();
    await rig.apply((plan) => ({
      ...plan,
      freezes: [{ name: 'f', from: '2026-12-01', through: '2026-12-01', timezone: 'Asia/Shanghai' }],
    }));
    expect((await factsOf(rig)).freezes).toMatchObject([{ name: 'f' }]);
  });

  it('have no rule where the tags say that the instance belongs to another', async () => {
    const guarded = rule('guard', SOLO);
    const rig = await makeRig({
      plan: (plan) => ({
        ...plan,
        rules: [{ ...guarded, match: { tag: { tier: '0' } } }, rule('solo', SOLO)],
      }),
    });
    expect((await factsOf(rig, { tier: '0' })).rule).toBeUndefined();
    expect((await factsOf(rig, { tier: '1' })).rule).toMatchObject({ name: 'solo' });
  });
});

describe('the facts on the vendor’s side', () => {
  const account = {
    name: 'prod',
    provider: 'volcengine',
    region: 'r',
    credentials: 'c',
    mode: 'switch',
  } as const;

  it('are instance, planned events and roles, the roles last', async () => {
    const { ports } = await makeRig();
    const vendor = await readVendor(ports.redis(account), SOLO);
    expect(vendor).toMatchObject({ instance: { status: 'Running' }, plannedEvents: [], shards: [{}] });
    expect(tagsOf(vendor.instance)).toEqual({});
  });

  it('that cannot be read are facts too, and nothing is asked after them', async () => {
    const rig = await makeRig();
    const redis = rig.ports.redis(account);
    const failing = { ...redis, listPlannedEvents: () => Promise.reject(new ReadFailed('D', SOLO, {})) };
    expect(await readVendor(failing, SOLO)).toMatchObject({
      instance: { status: 'Running' },
      plannedEvents: 'unreadable',
      shards: 'unreadable',
    });
    expect(rig.asked('DescribeDBInstanceShards')).toBe(0);
    expect(tagsOf('unreadable')).toBeUndefined();
    expect(tagsOf(undefined)).toBeUndefined();
  });

  it('stay unread once there is no time for them', async () => {
    const rig = await makeRig();
    let reads = 2;
    const vendor = await readVendor(rig.ports.redis(account), SOLO, () => reads-- > 0);

    expect(vendor).toMatchObject({ plannedEvents: [], shards: 'unreadable' });
    expect(rig.asked('DescribeDBInstanceShards')).toBe(0);
  });

  it('never hide a fault of our own', async () => {
    const redis = (await makeRig()).ports.redis(account);
    const broken = { ...redis, describeInstance: () => Promise.reject(new TypeError('ours')) };
    await expect(readVendor(broken, SOLO)).rejects.toThrow('ours');
  });
});
