import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../shared/time/clock.ts';
import { FLEET, makeRig, NIGHT, type Rig, type RigOptions, SOLO } from './rig.ts';

const OBSERVE: RigOptions = {
  plan: (plan) => ({
    ...plan,
    accounts: Object.fromEntries(
      Object.entries(plan.accounts).map(([name, account]) => [name, { ...account, mode: 'observe' }]),
    ),
  }),
};

const nothingTaken = async (rig: Rig, runId: string, instance = SOLO) => {
  expect(await rig.lease(instance)).toBeUndefined();
  expect(await rig.slots()).toEqual([]);
  expect(await rig.file(runId)).toMatchObject({ pins: [], sends: [] });
  expect(rig.model.answered().filter(({ action }) => !action.startsWith('Describe'))).toEqual([]);
};

describe('an account that observes', () => {
  it('ends as OBSERVED with the targets that it would have taken; the endpoint saw reads only', async () => {
    const rig = await makeRig(OBSERVE);

    const run = await rig.ran({ instance: FLEET });

    expect(run).toMatchObject({ mode: 'observe', outcome: 'OBSERVED', reason: 'OBSERVE_MODE' });
    expect(run.decision).toMatchObject({ code: 'WOULD_SWITCH', data: { shards: 12 } });
    expect(run.decision?.data.targets).toContain(`server-${FLEET}-0-1`);
    await nothingTaken(rig, run.runId, FLEET);
  });

  it('is due like any other, and never more than observes', async () => {
    const rig = await makeRig({ ...OBSERVE, at: NIGHT - 11 * MINUTE });
    await rig.minutes(5);
    const { keys } = await rig.store.find({ index: 'month', partition: '2026-11' });
    expect(keys).toHaveLength(2);
    for (const { partition } of keys) {
      const runId = partition.slice('run#'.length);
      expect(await rig.run(runId)).toMatchObject({ outcome: 'OBSERVED' });
    }
    expect(rig.asked('SwitchOver')).toBe(0);
  });

  it('says why it would not have', async () => {
    const oneZone = { instances: [{ id: SOLO, zones: ['cn-beijing-a', 'cn-beijing-a'] }] };
    const rig = await makeRig({ ...OBSERVE, seed: oneZone });
    expect(await rig.ran({ target: { kind: 'other-zone' } })).toMatchObject({
      ...{ outcome: 'SKIPPED', reason: 'NOT_READY' },
      decision: { code: 'NO_SECONDARY_IN_OTHER_ZONE' },
    });
  });
});

describe('a dry run', () => {
  it('says what would be switched, and takes nothing', async () => {
    const rig = await makeRig();
    const run = await rig.ran({ dryRun: true });
    expect(run).toMatchObject({ mode: 'dry run', outcome: 'OBSERVED', reason: 'DRY_RUN' });
    expect(run.decision?.data.targets).toEqual([`server-${SOLO}-0-1`]);
    await nothingTaken(rig, run.runId);
  });

  it('outside the window starts at once and says that it is outside', async () => {
    const rig = await makeRig({ at: NIGHT + 6 * HOUR });
    const run = await rig.ran({ dryRun: true });
    expect(run).toMatchObject({ outcome: 'SKIPPED', reason: 'WINDOW', decision: { code: 'BEFORE_OPEN' } });
    expect(run.closedAt).toBe(NIGHT + 6 * HOUR);
    await nothingTaken(rig, run.runId);
  });

  it('keeps what every gate said', async () => {
    const rig = await makeRig();
    const { runId } = await rig.ran({ dryRun: true });
    const [closed] = await rig.store.list(`audit#${runId}`);
    const gates = JSON.stringify(closed?.attributes.detail);
    for (const code of ['RULE_MATCHES', 'WINDOW_OPEN', 'NOT_STOPPED', 'TARGETS_CHOSEN'])
      expect(gates).toContain(code);
  });

  it('shows an instance that is busy, and leaves its lease alone', async () => {
    const rig = await makeRig();
    const first = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5_000);
    const before = await rig.lease();
    const dry = await rig.ran({ key: 'key-2', dryRun: true });
    expect(dry).toMatchObject({ outcome: 'SKIPPED', reason: 'BUSY' });
    expect(await rig.run(first)).toMatchObject({ fence: before?.fence });
    await rig.ended(first);
  });
});
