import { describe, expect, it } from 'vitest';
import { NotYetDecided } from '../../shared/steps/errors.ts';
import { closingWithoutSend, makeRecordOutcome } from '../../shared/steps/record-outcome.ts';
import { HOUR, SECOND } from '../../shared/time/clock.ts';
import { aRun } from '../protocol/runs.ts';
import { storeWithMoment } from './moments.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const frame = { remaining: () => HOUR };
const record = (rig: Rig, runId: string, execution = `embedded:execution:offpeak:${runId}`) =>
  makeRecordOutcome({ ...rig.ports, sentenceOf: (run) => `${run.outcome}.` })({ runId, execution }, frame);

describe('RecordOutcome', () => {
  it.each([
    {
      name: 'SUCCEEDED: ends with the outcome',
      faults: 0,
      ends: {
        status: 'SUCCEEDED',
        output: { outcome: 'SUCCEEDED', reason: 'PROVEN', desired: 'yes', attributed: 'yes' },
      },
    },
    {
      name: 'FAILED: fails by its name, the sentence its cause',
      faults: 1,
      ends: { status: 'FAILED', error: 'FAILED' },
    },
  ])('$name', async ({ faults, ends }) => {
    const rig = await makeRig();
    if (faults > 0) rig.model.arm({ fault: 'accept-without-executing', instance: SOLO });
    const runId = await rig.accepted();
    const execution = await rig.ended(runId);
    expect(execution).toMatchObject(ends);
    if (faults > 0) expect(execution.cause).toContain('FAILED NOT_SWITCHED');
  });

  it('asked again says the same, and announces nothing twice', async () => {
    const rig = await makeRig();
    const { runId } = await rig.ran();
    expect(await record(rig, runId)).toMatchObject({ outcome: 'SUCCEEDED', sentence: 'SUCCEEDED.' });
    expect(rig.told).toHaveLength(1);
  });

  it('closes nothing for an execution that is not the run’s own', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    await expect(record(rig, runId, 'somebody else')).rejects.toBeInstanceOf(NotYetDecided);
    expect((await rig.run(runId)).phase).toBe('PINNED');
  });

  it('ends by what somebody else wrote who closed the run at the same moment', async () => {
    const rig = await makeRig();
    let other = async () => undefined as unknown;
    const { store } = rig;
    const racing = {
      ...rig.ports,
      store: {
        ...store,
        transact: async (writes: Parameters<typeof store.transact>[0]) => {
          await other();
          return await store.transact(writes);
        },
      },
    };
    await rig.stop('everything');
    await rig.direct('mine', { instance: SOLO, key: 'k', reason: 'test' });
    await rig.clock.advanceTo(NIGHT + SECOND);
    const { keys } = await store.find({ index: 'month', partition: '2026-11' });
    const runId = keys[0]?.partition.slice('run#'.length) ?? '';
    other = async () => {
      other = async () => undefined;
      await rig.driven(rig.cancel(runId));
    };
    const step = makeRecordOutcome({ ...racing, sentenceOf: () => '' });
    expect(await step({ runId, execution: 'embedded:execution:offpeak:mine' }, frame)).toMatchObject({
      outcome: 'CANCELLED',
    });
  });

  it('closes nothing while the evidence allows no end: settle will', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5 * SECOND);
    await expect(record(rig, runId)).rejects.toBeInstanceOf(NotYetDecided);
    expect((await rig.run(runId)).phase).toBe('OBSERVING');
  });
});

describe('a run that sent nothing', () => {
  const refusal = (reason: 'STOP' | 'ALREADY_PRIMARY') =>
    ({ answer: 'no', reason, decision: { code: 'STOPPED', data: {} } }) as const;
  it.each([
    {
      name: 'and said why',
      run: aRun({ refusal: refusal('STOP') }),
      ends: { outcome: 'SKIPPED', reason: 'STOP' },
    },
    {
      name: 'for there was nothing to do',
      run: aRun({ refusal: refusal('ALREADY_PRIMARY') }),
      ends: { outcome: 'NOTHING_TO_DO' },
    },
    {
      name: 'and died before it could say why',
      run: aRun(),
      ends: { outcome: 'SKIPPED', reason: 'NOT_READY', decision: { code: 'NOTHING_WAS_SENT' } },
    },
  ])('$name', ({ run, ends }) => {
    expect(closingWithoutSend(run)).toMatchObject({ ...ends, hold: false });
  });
});
