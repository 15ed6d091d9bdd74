import { describe, expect, it } from 'vitest';
import { RunChanged, RunNotFound } from '../../shared/steps/errors.ts';
import { commit, lastEvent, openRun } from '../../shared/steps/run-file.ts';
import { aRun, putRun, storeWith } from '../protocol/runs.ts';
import { FLEET, makeRig } from './rig.ts';

describe('a run’s file', () => {
  it('holds the run, its pins and its sends in order', async () => {
    const rig = await makeRig();
    const { runId } = await rig.ran({ instance: FLEET });
    const { run, pins, sends, messages } = await openRun(rig.store, runId);
    expect(run.runId).toBe(runId);
    expect(pins.map(({ batch, pins: nodes }) => [batch, nodes.length])).toEqual([
      [1, 1],
      [2, 10],
      [3, 1],
    ]);
    expect(sends.map(({ batch, answer }) => [batch, answer])).toEqual([
      [1, 'accepted'],
      [2, 'accepted'],
      [3, 'accepted'],
    ]);
    expect(messages).toEqual([]);
    expect(await lastEvent(rig.store, run)).toMatchObject({ kind: 'CLOSED', number: run.events - 1 });
  });

  it('of nobody is not found', async () => {
    await expect(openRun(await storeWith(), 'nobody')).rejects.toBeInstanceOf(RunNotFound);
  });

  it('has no last event before the first', async () => {
    expect(await lastEvent(await storeWith(putRun(aRun())), aRun())).toBeUndefined();
  });

  it('that somebody else has changed is not written', async () => {
    const store = await storeWith();
    const check = { check: { partition: 'p', sort: 's' }, when: { item: 'present' } } as const;
    await expect(commit(store, 'close', 'r', [check])).rejects.toBeInstanceOf(RunChanged);
  });
});
