import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../shared/time/clock.ts';
import { makeRig, SOLO } from './rig.ts';

const started = async (rig: Awaited<ReturnType<typeof makeRig>>) => {
  const answer = await rig.start();
  if (!answer.started) throw new Error(JSON.stringify(answer));
  return answer.run.runId;
};

describe('an answer that gets lost', () => {
  it('is never sent again; the roles prove the change, not whose it was', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'lose-answer', action: 'SwitchOver', instance: SOLO, times: 1 });
    const runId = await started(rig);

    const execution = await rig.ended(runId);

    expect(execution.status).toBe('SUCCEEDED');
    expect(await rig.run(runId)).toMatchObject({ outcome: 'SUCCEEDED', desired: 'yes', attributed: 'no' });
    expect(rig.executed()).toBe(1);
    expect(rig.model.answered().filter(({ action }) => action === 'SwitchOver')).toHaveLength(1);
  });

  it('is UNKNOWN when nothing changed, holds the instance, and settle decides', async () => {
    const rig = await makeRig();
    rig.model.arm({
      fault: 'server-error',
      action: 'SwitchOver',
      instance: SOLO,
      times: 1,
      status: 500,
      executes: false,
    });
    const runId = await started(rig);

    const execution = await rig.ended(runId);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'UNKNOWN' });
    expect(await rig.run(runId)).toMatchObject({ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true });
    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'message']);
    expect(await rig.start({ key: 'key-2' })).toMatchObject({ started: false, what: 'not now' });

    for (let pass = 0; pass < 20; pass += 1) {
      await rig.clock.advanceTo(rig.clock.now() + MINUTE);
      await rig.settle();
    }

    expect(await rig.run(runId)).toMatchObject({
      outcome: 'UNKNOWN',
      settled: { as: 'NOT_SWITCHED', announced: true },
    });
    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'message', 'settled']);
  });
});
