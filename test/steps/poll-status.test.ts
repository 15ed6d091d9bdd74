import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { makePollStatus } from '../../shared/steps/poll-status.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import { withRedis } from './moments.ts';
import { FLEET, makeRig, NIGHT, type RigOptions, rule, SOLO } from './rig.ts';

const ONCE = { action: 'SwitchOver', instance: SOLO, times: 1 } as const;
const THREE_NODES = {
  seed: {
    instances: [{ id: SOLO, name: 'solo', zones: ['cn-beijing-a', 'cn-beijing-b', 'cn-beijing-a'] }],
  },
};

describe('an answer that says nothing for certain is never followed by a second send', () => {
  it.each<{ name: string; fault: FaultInput; executed: 0 | 1 }>([
    { name: 'lost after executing', fault: { fault: 'lose-answer', ...ONCE }, executed: 1 },
    { name: 'cut in half after executing', fault: { fault: 'garble-answer', ...ONCE }, executed: 1 },
    { name: 'never, after executing', fault: { fault: 'hang', ...ONCE, executes: true }, executed: 1 },
    { name: 'never', fault: { fault: 'hang', ...ONCE }, executed: 0 },
    { name: 'never, executed late', fault: { fault: 'execute-late', ...ONCE, after: '12s' }, executed: 1 },
    { name: '500', fault: { fault: 'server-error', ...ONCE }, executed: 0 },
    {
      name: '503, after executing',
      fault: { fault: 'server-error', ...ONCE, status: 503, executes: true },
      executed: 1,
    },
    {
      name: 'InternalError in a 400',
      fault: { fault: 'internal-error', ...ONCE, executes: false },
      executed: 0,
    },
    { name: 'InternalError, after executing', fault: { fault: 'internal-error', ...ONCE }, executed: 1 },
  ])('$name', async ({ fault, executed }) => {
    const rig = await makeRig();
    rig.model.arm(fault);

    const run = await rig.ran();

    expect(rig.asked('SwitchOver')).toBe(1);
    expect(rig.executed()).toBe(executed);
    expect((await rig.file(run.runId)).sends).toMatchObject([{ answer: 'ambiguous' }]);
    if (executed === 1) expect(run).toMatchObject({ outcome: 'SUCCEEDED', desired: 'yes', attributed: 'no' });
    else expect(run).toMatchObject({ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true });
  });

  it('is ours where the vendor lists our task', async () => {
    const rig = await makeRig({ seed: { operations: { tasks: true } } });
    rig.model.arm({ fault: 'lose-answer', ...ONCE });
    expect(await rig.ran()).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
  });

  it('is not proven before nothing of it can land any more', async () => {
    const rig = await makeRig({ settings: { signatureLife: 15 * MINUTE } });
    rig.model.arm({ fault: 'lose-answer', ...ONCE });
    const run = await rig.ran();
    expect(run.outcome).toBe('SUCCEEDED');
    expect(run.closedAt).toBeGreaterThan(NIGHT + 15 * MINUTE + 5 * SECOND);
  });
});

describe('roles decide, never Running alone', () => {
  it.each<{ name: string; options?: RigOptions; faults: FaultInput[]; ends: object; after: number }>([
    {
      name: 'accepted and not executed: NOT_SWITCHED, past the deadline',
      faults: [{ fault: 'accept-without-executing', instance: SOLO }],
      ends: { outcome: 'FAILED', reason: 'NOT_SWITCHED', desired: 'no' },
      after: 10 * MINUTE + 35 * SECOND,
    },
    {
      name: 'stays in PrimaryChanging: NOT_SETTLED, held',
      faults: [{ fault: 'stay-changing', instance: SOLO }],
      ends: { outcome: 'UNKNOWN', reason: 'NOT_SETTLED', hold: true },
      after: 10 * MINUTE + 35 * SECOND,
    },
    {
      name: 'failed at the vendor, Running again: NOT_SWITCHED',
      faults: [{ fault: 'fail-shards', instance: SOLO }],
      ends: { outcome: 'FAILED', reason: 'NOT_SWITCHED' },
      after: 10 * MINUTE,
    },
    {
      name: 'failed at the vendor in a status that nobody knows: NOT_SETTLED',
      faults: [{ fault: 'fail-shards', instance: SOLO, endsAs: 'TaskFailed' }],
      ends: { outcome: 'UNKNOWN', reason: 'NOT_SETTLED', hold: true },
      after: 10 * MINUTE,
    },
    {
      name: 'moved back by a failover before it was proven: NOT_SWITCHED',
      faults: [{ fault: 'failover', instance: SOLO, after: '25s' }],
      ends: { outcome: 'FAILED', reason: 'NOT_SWITCHED' },
      after: 10 * MINUTE,
    },
    {
      name: 'moved to a third node by a failover: FOREIGN_CHANGE, held',
      options: THREE_NODES,
      faults: [
        { fault: 'accept-without-executing', instance: SOLO },
        { fault: 'failover', instance: SOLO, after: '20s' },
      ],
      ends: { outcome: 'FAILED', reason: 'FOREIGN_CHANGE', hold: true, desired: 'no', attributed: 'no' },
      after: 20 * SECOND,
    },
  ])('$name', async ({ options, faults, ends, after }) => {
    const rig = await makeRig(options);
    for (const fault of faults) rig.model.arm(fault);

    const run = await rig.ran();

    expect(run).toMatchObject(ends);
    expect(run.closedAt).toBeGreaterThanOrEqual(NIGHT + after);
    expect(rig.asked('SwitchOver')).toBe(1);
  });

  it('a vendor that cannot be read ends as UNKNOWN · UNREADABLE, past the deadline', async () => {
    let sent = false;
    const unreadable = new ReadFailed('DescribeDBInstanceShards', SOLO, { httpStatus: 503 });
    const rig = await makeRig({
      over: withRedis((redis) => ({
        sendSwitchOver: (prepared) => {
          sent = true;
          return redis.sendSwitchOver(prepared);
        },
        describeShards: async (instanceId) => {
          if (sent) throw unreadable;
          return await redis.describeShards(instanceId);
        },
      })),
    });

    expect(await rig.ran()).toMatchObject({ outcome: 'UNKNOWN', reason: 'UNREADABLE', hold: true });
  });
});

describe('PollStatus', () => {
  it('does nothing for an execution that is not the run’s own', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5 * SECOND);
    const [before, looks] = [await rig.run(runId), rig.asked('DescribeDBInstanceShards')];

    const poll = makePollStatus(rig.ports)({ runId, execution: 'somebody else' }, { remaining: () => HOUR });

    expect(await poll).toEqual({ runId, decision: 'done' });
    expect(await rig.run(runId)).toEqual(before);
    expect(rig.asked('DescribeDBInstanceShards')).toBe(looks);
  });
});

describe('success', () => {
  it.each([1, 30, 59, 90, 600])('is two looks a settle time of %i s apart', async (seconds) => {
    const rig = await makeRig({
      plan: (plan) => ({ ...plan, rules: [rule('solo', SOLO, { settle: seconds * SECOND })] }),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
    expect(run.closedAt).toBeGreaterThanOrEqual(NIGHT + 12 * SECOND + seconds * SECOND);
    expect(run.closedAt).toBeLessThan(NIGHT + 2 * MINUTE + seconds * SECOND);
  });

  it('is of every shard, and of each batch before the next is sent', async () => {
    const rig = await makeRig();
    await rig.ran({ instance: FLEET });
    const at = rig.model.executed().map((one) => one.at);
    expect(at[1]).toBeGreaterThanOrEqual((at[0] ?? 0) + 42 * SECOND);
    expect(at[2]).toBeGreaterThanOrEqual((at[1] ?? 0) + 42 * SECOND);
  });

  it('of an ambiguous first batch lets the second one go once nothing can land', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'lose-answer', instance: FLEET });
    const run = await rig.ran({ instance: FLEET });
    expect(run).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'no', verified: 3 });
    expect(rig.model.executed().map(({ nodeIds }) => nodeIds.length)).toEqual([1, 10, 1]);
  });

  it('remembers how long the change took, to fit the next run’s looks', async () => {
    const rig = await makeRig();
    await rig.ran();
    const took = (await rig.lease())?.lastChangeTook ?? 0;
    expect(took).toBeGreaterThanOrEqual(12 * SECOND);
    expect(took).toBeLessThan(HOUR);
  });
});
