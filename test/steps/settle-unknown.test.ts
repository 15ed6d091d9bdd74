import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../shared/protocol/record.ts';
import { settleUnknown } from '../../shared/steps/settle-unknown.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const FOUR_NODES = {
  instances: [{ id: SOLO, name: 'solo', zones: ['a', 'b', 'a', 'b'].map((zone) => `cn-beijing-${zone}`) }],
};
const LOST = { fault: 'hang', action: 'SwitchOver', instance: SOLO, times: 1 } as const;

/** The end of the signature, plus margin, plus the longest change. */
const QUIET = NIGHT + 30 * SECOND + 5 * SECOND + 10 * MINUTE;

/** A run whose send was never answered and never executed: UNKNOWN, held. */
async function unknown(): Promise<{ rig: Rig; runId: string }> {
  const rig = await makeRig({ seed: FOUR_NODES });
  rig.model.arm(LOST);
  const { runId, outcome } = await rig.ran();
  expect(outcome).toBe('UNKNOWN');
  return { rig, runId };
}

const settledAs = async (rig: Rig, runId: string) => (await rig.run(runId)).settled?.as;

describe('settling what is UNKNOWN', () => {
  it.each([
    { name: 'nothing moved', act: () => undefined, as: 'NOT_SWITCHED' },
    {
      name: 'a node is primary that was neither expected nor target',
      act: (rig: Rig) => rig.model.arm({ fault: 'failover', instance: SOLO }),
      as: 'FOREIGN',
    },
  ])('$name: $as, outcome and reason stay', async ({ act, as }) => {
    const { rig, runId } = await unknown();
    act(rig);

    await rig.minutes(5);

    expect(await rig.run(runId)).toMatchObject({
      ...{ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE' },
      settled: { as, announced: true },
    });
    expect((await rig.lease())?.hold).toBeUndefined();
    expect((await rig.lease())?.owner).toBeUndefined();
    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'message', 'settled']);
    expect(await rig.events(runId)).toEqual(['CLAIMED', 'SENDING', 'CLOSED', 'SETTLED']);
  });

  it('a change that stayed under way and then ended on target: SWITCHED, and counts as proven', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'stay-changing', instance: SOLO, for: '20m' });
    const run = await rig.ran();
    expect(run).toMatchObject({ outcome: 'UNKNOWN', reason: 'NOT_SETTLED' });

    await rig.minutes(15);

    expect(await settledAs(rig, run.runId)).toBe('SWITCHED');
    expect(await rig.lease()).toMatchObject({ lastProvenAt: run.opening?.opensAt });
  });

  it('a change that never ends stays held', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'stay-changing', instance: SOLO });
    const { runId } = await rig.ran();
    await rig.minutes(60);
    expect(await rig.run(runId)).toMatchObject({ hold: true });
    expect((await rig.lease())?.hold).toBe('UNKNOWN');
  });

  it('waits until no effect can land and the longest change has passed, and then for two looks', async () => {
    const { rig, runId } = await unknown();
    await rig.minutes(5);
    const { settled } = await rig.run(runId);
    const decision = settled?.decision.data ?? {};
    expect(decision.firstReadAt).toBeGreaterThan(QUIET);
    expect(Number(decision.secondReadAt) - Number(decision.firstReadAt)).toBeGreaterThanOrEqual(30 * SECOND);
  });

  it('does nothing before that', async () => {
    const { rig, runId } = await unknown();
    const file = await rig.file(runId);
    const early = { ...rig.ports, clock: { ...rig.clock, now: () => QUIET } };
    expect(await settleUnknown(early, file)).toBeUndefined();
    expect(await rig.run(runId)).toMatchObject({ attentionAt: QUIET + 1 });
    expect((await rig.run(runId)).looks).toBeUndefined();
  });

  it.each([
    { name: 'another owner', lease: { owner: 'run-2', fence: 9, hold: 'SENT' } },
    { name: 'another fence', lease: { owner: undefined, fence: 9 } },
  ])('leaves alone what has $name by now', async ({ lease }) => {
    const { rig, runId } = await unknown();
    const key = { partition: `lease#cn-beijing#${SOLO}`, sort: 'lease' };
    await rig.store.transact([
      { put: key, attributes: attributesOf({ ...lease, owner: lease.owner ?? runId }) },
    ]);
    await rig.minutes(5);
    expect(await settledAs(rig, runId)).toBeUndefined();
    expect(await rig.lease()).toMatchObject({ fence: 9 });
  });
});
