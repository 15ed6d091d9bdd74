import { describe, expect, it } from 'vitest';
import { closeOverdue } from '../../shared/steps/close-overdue.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { storeWithMoment } from './moments.ts';
import { FLEET, makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

/** Aborts the run's execution, as a person at the platform's console would. */
const abort = (rig: Rig, runId: string) => rig.driven(rig.engine.stop(runId, 'Aborted', 'by hand'));

describe('an execution that was aborted', () => {
  it('before it sent anything: CANCELLED', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    await abort(rig, runId);

    await rig.minutes(2);

    expect(await rig.run(runId)).toMatchObject({
      outcome: 'CANCELLED',
      decision: { data: { by: 'StopExecution' } },
    });
    expect((await rig.lease())?.owner).toBeUndefined();
    expect(await rig.slots()).toEqual([]);
    expect(rig.told.map(({ what }) => what)).toEqual(['closed']);
  });

  it('after it sent: settle watches to the end, and says what came of it', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5 * SECOND);
    await abort(rig, runId);

    await rig.minutes(5);

    expect(await rig.run(runId)).toMatchObject({ outcome: 'SUCCEEDED', desired: 'yes', attributed: 'yes' });
    expect(rig.executed()).toBe(1);
  });

  it('while it was sending, and nobody heard the answer', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'hang', action: 'SwitchOver', instance: SOLO, executes: true });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5 * SECOND);
    await abort(rig, runId);

    await rig.minutes(5);

    expect(await rig.run(runId)).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'no' });
    expect(rig.executed()).toBe(1);
  });

  it('between two batches: nothing more is sent, PARTIAL, held', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ instance: FLEET });
    await rig.clock.advanceTo(NIGHT + 10 * SECOND);
    await abort(rig, runId);

    await rig.minutes(5);

    expect(await rig.run(runId)).toMatchObject({
      ...{ outcome: 'PARTIAL', hold: true, verified: 1 },
      decision: { data: { verified: 1, batches: 3 } },
    });
    expect(rig.executed()).toBe(1);
  });

  it('in the second batch: what was seen of the first proves nothing of the second', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ instance: FLEET });
    await rig.clock.advanceTo(NIGHT + 62 * SECOND);
    expect(await rig.run(runId)).toMatchObject({ lastBatch: 2, verified: 1 });
    await abort(rig, runId);
    await rig.clock.advanceTo(NIGHT + 80 * SECOND);

    await rig.settle();

    expect(await rig.run(runId)).toMatchObject({ verified: 1, phase: 'OBSERVING' });
    await rig.minutes(3);
    expect(await rig.run(runId)).toMatchObject({ outcome: 'PARTIAL', verified: 2 });
  });

  it('while it waited: CANCELLED, by whom it was stopped', async () => {
    const rig = await makeRig();
    await rig.stop('everything');
    await rig.direct('mine', { instance: SOLO, key: 'k', reason: 'test' });
    await rig.clock.advanceTo(NIGHT + 5 * MINUTE);
    await abort(rig, 'mine');
    await rig.minutes(2);
    expect(rig.told).toMatchObject([{ run: { outcome: 'CANCELLED', reason: 'CANCELLED' } }]);
  });
});

describe('an execution that still runs', () => {
  it('is left alone until three minutes past its deadline', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'stay-changing', instance: SOLO });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5 * MINUTE);
    const file = await rig.file(runId);
    const at = (now: number) => ({
      ...rig.ports,
      clock: { ...rig.clock, now: () => now },
      executions: {
        ...rig.ports.executions,
        status: async () => 'RUNNING' as const,
        stop: async () => undefined,
      },
    });
    const deadline = NIGHT + 30 * SECOND + 5 * SECOND + 10 * MINUTE;

    expect(await closeOverdue(at(deadline + 3 * MINUTE - 1), file)).toEqual({
      overdueFrom: deadline + 3 * MINUTE,
    });
    expect(await rig.run(runId)).toEqual(file.run);
    expect(await closeOverdue(at(deadline + 3 * MINUTE), file)).toMatchObject({ outcome: 'UNKNOWN' });
  });

  it('is stopped once settle has closed its run', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    const stopped: string[] = [];
    const ports = {
      ...rig.ports,
      clock: { ...rig.clock, now: () => NIGHT + 4 * HOUR },
      executions: {
        ...rig.ports.executions,
        status: async () => 'RUNNING' as const,
        stop: async (executor: string) => void stopped.push(executor),
      },
    };
    expect(await closeOverdue(ports, await rig.file(runId))).toMatchObject({
      ...{ outcome: 'SKIPPED', reason: 'NOT_READY', decision: { code: 'EXECUTION_LOST' } },
    });
    expect(stopped).toEqual([`embedded:execution:offpeak:${runId}`]);
  });

  it('that the platform has forgotten is not asked to stop', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    const ports = {
      ...rig.ports,
      executions: {
        ...rig.ports.executions,
        status: async () => undefined,
        stop: () => Promise.reject(new Error('no such execution')),
      },
    };
    expect(await closeOverdue(ports, await rig.file(runId))).toMatchObject({ outcome: 'SKIPPED' });
  });
});

describe('an execution that ended before it became the executor of its run', () => {
  const withStatus = async (status: 'RUNNING' | 'FAILED' | 'ABORTED' | undefined) => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    const file = await rig.file(runId);
    expect(file.run.phase).toBe('ACCEPTED');
    expect(file.run.executor).toBeUndefined();
    const asked: string[] = [];
    const executions = {
      ...rig.ports.executions,
      status: async (executor: string) => {
        asked.push(executor);
        return status;
      },
    };
    const closed = await closeOverdue({ ...rig.ports, executions }, file);
    expect(asked).toEqual([`embedded:execution:offpeak:${runId}`]);
    return { rig, runId, closed };
  };

  it.each([
    ['FAILED', { outcome: 'SKIPPED', reason: 'NOT_READY', decision: { code: 'EXECUTION_LOST' } }],
    ['ABORTED', { outcome: 'CANCELLED', reason: 'CANCELLED' }],
  ] as const)('%s: it is closed now, not hours later when the opening is over', async (status, end) => {
    const { rig, runId, closed } = await withStatus(status);

    expect(closed).toMatchObject(end);
    expect(await rig.run(runId)).toMatchObject(end);
    expect(rig.executed()).toBe(0);
  });

  it.each(['RUNNING', undefined] as const)('%s: it is left alone', async (status) => {
    const { rig, runId, closed } = await withStatus(status);

    expect(closed).toEqual({ overdueFrom: expect.any(Number) });
    expect(await rig.run(runId)).toMatchObject({ phase: 'ACCEPTED' });
  });
});
