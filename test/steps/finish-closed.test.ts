import { describe, expect, it } from 'vitest';
import { NEEDS_ATTENTION, type Run } from '../../shared/protocol/run.ts';
import { finishClosed, lookAtHold, toTheBack } from '../../shared/steps/finish-closed.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { aRun, putRun } from '../protocol/runs.ts';
import { makeRig, NIGHT, PLAN_HASH } from './rig.ts';

const closed = (over: Partial<Run>): Run =>
  aRun({
    plan: PLAN_HASH,
    rule: 'solo',
    phase: 'CLOSED',
    closedAt: NIGHT,
    attention: NEEDS_ATTENTION,
    attentionAt: NIGHT,
    ...over,
  });
const HELD = closed({ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true, announcedAt: NIGHT });
const FAILED = closed({ outcome: 'FAILED', reason: 'NOT_SWITCHED' });

async function rigWith(run: Run, at = NIGHT + MINUTE) {
  const rig = await makeRig({ at });
  await rig.store.transact([putRun(run)]);
  return rig;
}

describe('finishing a closed run', () => {
  it('leaves it to its own step for half a minute', async () => {
    const rig = await rigWith(FAILED, NIGHT + 29 * SECOND);
    expect(await finishClosed(rig.ports, FAILED)).toEqual({ did: 'nothing' });
    expect(rig.told).toEqual([]);
  });

  it('announces it then', async () => {
    const rig = await rigWith(FAILED, NIGHT + 30 * SECOND);
    expect(await finishClosed(rig.ports, FAILED)).toEqual({ did: 'announced' });
    expect(rig.people.arrived).toHaveLength(1);
  });

  it('tells of a hold, says when it is to be told of again, and neither looks nor writes the run', async () => {
    const rig = await rigWith(HELD);
    rig.people.answer(() => ({ delivered: false, code: 'TIMEOUT', permanent: false }));

    expect(await finishClosed(rig.ports, HELD)).toEqual({
      toldOfHold: true,
      againAt: expect.any(Number),
    });
    expect(rig.people.tried).toHaveLength(1);
    expect(rig.model.answered()).toEqual([]);
    expect(await rig.run(HELD.runId)).toEqual(HELD);
  });

  it('takes out of the outbox what nobody waits for', async () => {
    const told = { ...FAILED, announcedAt: NIGHT };
    const rig = await rigWith(told);
    expect(await finishClosed(rig.ports, told)).toEqual({ did: 'announced' });
    expect((await rig.run(told.runId)).attention).toBeUndefined();
  });
});

it('a hold whose lease is another run’s is not looked at', async () => {
  const rig = await rigWith(HELD);
  expect(await lookAtHold(rig.ports, HELD, undefined)).toBe('nothing');
  expect(rig.model.answered()).toEqual([]);
});

describe('a run that goes to the back', () => {
  it('waits from now, and is not written where somebody else has written it', async () => {
    const rig = await rigWith(FAILED);
    await toTheBack(rig.ports, { ...FAILED, version: FAILED.version + 1 });
    expect((await rig.run(FAILED.runId)).attentionAt).toBe(NIGHT);
    await toTheBack(rig.ports, FAILED);
    expect((await rig.run(FAILED.runId)).attentionAt).toBe(NIGHT + MINUTE);
  });

  it('keeps its place where the store is away', async () => {
    const rig = await rigWith(FAILED);
    const store = { ...rig.store, transact: async () => Promise.reject(new Error('away')) };
    await toTheBack({ ...rig.ports, store }, FAILED);
    expect((await rig.run(FAILED.runId)).attentionAt).toBe(NIGHT);
    expect(rig.lines).toContainEqual(expect.objectContaining({ runId: FAILED.runId }));
  });
});
