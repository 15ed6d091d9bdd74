import { describe, expect, it } from 'vitest';
import { RunNotFound } from '../../shared/steps/errors.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeRig, NIGHT } from './rig.ts';

const direct = {
  instance: 'redis-cn0000000000000001',
  key: 'k',
  when: 'window',
  reason: 'test',
  taskToken: 'token',
};

describe('cancelling', () => {
  it('closes a run that waits, stops its execution, and answers who waits for it', async () => {
    const rig = await makeRig({ at: NIGHT - 8 * HOUR });
    await rig.direct('waiting', direct);
    await rig.clock.advanceTo(NIGHT - 7 * HOUR);
    const runId =
      (await rig.store.find({ index: 'attention', partition: 'runs' })).keys[0]?.partition.slice(4) ?? '';
    expect((await rig.run(runId)).phase).toBe('WAITING');

    expect(await rig.driven(rig.cancel(runId))).toMatchObject({ cancelled: true });

    expect(await rig.run(runId)).toMatchObject({
      outcome: 'CANCELLED',
      decision: { data: { by: 'tester' } },
    });
    expect(await rig.engine.describe('waiting')).toMatchObject({ status: 'ABORTED' });
    await rig.minutes(2);
    expect(rig.told).toHaveLength(2);
    expect(rig.told.map(({ what, token }) => token ?? what)).toEqual(
      expect.arrayContaining(['token', 'closed']),
    );
  });

  it('of a run for next week is announced now, not next week', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ when: NIGHT + 7 * DAY });
    await rig.cancel(runId);
    await rig.minutes(2);
    expect(rig.told).toMatchObject([{ what: 'closed', run: { outcome: 'CANCELLED' } }]);
  });

  it('is refused from the claimed send on, and the run closes truthfully', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5 * SECOND);

    expect(await rig.cancel(runId)).toMatchObject({ cancelled: false, what: 'sending' });

    await rig.ended(runId);
    expect(await rig.run(runId)).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('is refused for a run that has its outcome', async () => {
    const rig = await makeRig();
    const { runId } = await rig.ran();
    expect(await rig.cancel(runId)).toMatchObject({ cancelled: false, what: 'closed' });
  });

  it('a second time changes nothing', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ when: NIGHT + MINUTE });
    await rig.cancel(runId);
    const before = await rig.run(runId);
    expect(await rig.cancel(runId)).toMatchObject({ cancelled: true });
    expect(await rig.run(runId)).toEqual(before);
  });

  it('before it was ever started keeps it from starting', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ when: NIGHT + MINUTE });
    await rig.cancel(runId);
    await rig.minutes(5);
    expect(await rig.engine.describe(runId)).toBeUndefined();
    expect(rig.asked('SwitchOver')).toBe(0);
  });

  it('knows no run that has no record', async () => {
    const rig = await makeRig();
    await expect(rig.cancel('nobody')).rejects.toBeInstanceOf(RunNotFound);
  });
});
