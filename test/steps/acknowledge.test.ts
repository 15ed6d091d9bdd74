import { describe, expect, it } from 'vitest';
import { makeAcknowledge } from '../../shared/steps/acknowledge.ts';
import { RunNotFound } from '../../shared/steps/errors.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeRig, NIGHT, SOLO } from './rig.ts';

const LOST = { fault: 'hang', action: 'SwitchOver', instance: SOLO, times: 1 } as const;
const QUIET = NIGHT + 30 * SECOND + 5 * SECOND + 10 * MINUTE;
const THREE_NODES = {
  instances: [{ id: SOLO, name: 'solo', zones: ['cn-beijing-a', 'cn-beijing-b', 'cn-beijing-a'] }],
};

describe('acknowledging', () => {
  it('frees what an UNKNOWN holds; the outcome stays, who and why is written once, and it is announced', async () => {
    const rig = await makeRig();
    rig.model.arm(LOST);
    const { runId } = await rig.ran();
    await rig.clock.advanceTo(QUIET + MINUTE);

    expect(await rig.acknowledge(runId)).toMatchObject({ acknowledged: true });

    expect(await rig.run(runId)).toMatchObject({
      outcome: 'UNKNOWN',
      settled: { as: 'ACKNOWLEDGED', decision: { data: { by: 'tester', reason: 'test' } }, announced: false },
    });
    expect((await rig.lease())?.hold).toBeUndefined();
    await rig.minutes(1);
    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'message', 'settled']);
    expect((await rig.run(runId)).attention).toBeUndefined();
  });

  it('a second time changes nothing', async () => {
    const rig = await makeRig();
    rig.model.arm(LOST);
    const { runId } = await rig.ran();
    await rig.clock.advanceTo(QUIET + MINUTE);
    await rig.acknowledge(runId);
    const before = await rig.run(runId);
    expect(await rig.acknowledge(runId)).toMatchObject({ acknowledged: true });
    expect(await rig.run(runId)).toEqual(before);
  });

  it('an UNKNOWN is refused, with the instant, until nothing of it can land or be under way', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'stay-changing', instance: SOLO });
    const { runId } = await rig.ran();
    const ports = (now: number) => ({ ...rig.ports, clock: { ...rig.clock, now: () => now } });
    const at = (now: number) => makeAcknowledge(ports(now))({ runId, by: 'tester', reason: 'test' });

    expect(await at(QUIET)).toMatchObject({ acknowledged: false, what: 'too early', from: QUIET + 1 });
    expect(await at(QUIET + 1)).toMatchObject({ acknowledged: true });
  });

  it('a foreign change is refused too, as long as an unanswered send can still land', async () => {
    const rig = await makeRig({ seed: THREE_NODES });
    rig.model.arm(LOST);
    rig.model.arm({ fault: 'failover', instance: SOLO, after: '11s' });
    const run = await rig.ran();
    expect(run).toMatchObject({ outcome: 'FAILED', reason: 'FOREIGN_CHANGE', hold: true });
    expect(run.closedAt).toBeLessThan(NIGHT + 35 * SECOND);

    expect(await rig.acknowledge(run.runId)).toMatchObject({ what: 'too early', from: QUIET + 1 });
    await rig.clock.advanceTo(QUIET + 1);
    expect(await rig.acknowledge(run.runId)).toMatchObject({ acknowledged: true });
  });

  it('a foreign change is refused as long as our own, which was accepted, may be under way', async () => {
    const rig = await makeRig({ seed: THREE_NODES });
    rig.model.arm({ fault: 'accept-without-executing', instance: SOLO });
    rig.model.arm({ fault: 'failover', instance: SOLO, after: '2s' });
    const run = await rig.ran();
    expect(run).toMatchObject({ reason: 'FOREIGN_CHANGE', hold: true });
    expect((await rig.slots()).map((slot) => slot.run)).toEqual([run.runId]);

    expect(await rig.acknowledge(run.runId)).toMatchObject({ what: 'too early', from: QUIET + 1 });
    await rig.clock.advanceTo(QUIET + 1);
    expect(await rig.acknowledge(run.runId)).toMatchObject({ acknowledged: true });
    expect(await rig.slots()).toEqual([]);
  });

  it('is announced even when the close itself was not announced yet', async () => {
    const rig = await makeRig({
      over: (ports) => ({
        ...ports,
        announcer: {
          ...ports.announcer,
          closed: async (run) => {
            if (rig.clock.now() < QUIET + 2 * MINUTE) throw new Error('the bus is away');
            await ports.announcer.closed(run);
          },
        },
      }),
    });
    rig.model.arm(LOST);
    const { runId } = await rig.ran();
    await rig.clock.advanceTo(QUIET + MINUTE);
    await rig.acknowledge(runId);
    await rig.minutes(5);
    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'message', 'settled']);
    expect(await rig.run(runId)).toMatchObject({ settled: { announced: true } });
  });

  it.each(['open', 'closed without a hold'])('finds nothing held by a run that is %s', async (state) => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    if (state !== 'open') await rig.ended(runId);
    expect(await rig.acknowledge(runId)).toMatchObject({ acknowledged: false, what: 'nothing held' });
    await rig.ended(runId);
  });

  it('knows no run that has no record', async () => {
    const rig = await makeRig();
    await expect(rig.acknowledge('nobody')).rejects.toBeInstanceOf(RunNotFound);
  });
});
