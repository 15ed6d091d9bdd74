import { describe, expect, it } from 'vitest';
import { advance } from '../../shared/protocol/advance.ts';
import { makeSwitchOver } from '../../shared/steps/switch-over.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { storeWithMoment, withRedis } from './moments.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const throttle = { fault: 'throttle', action: 'SwitchOver', instance: SOLO } as const;
const sendTimes = (rig: Rig) =>
  rig.model
    .answered()
    .filter(({ action }) => action === 'SwitchOver')
    .map(({ at }) => at);

describe('a throttled send', () => {
  it('is tried again with the same targets and the same token', async () => {
    const rig = await makeRig();
    rig.model.arm({ ...throttle, times: 1 });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
    const { sends } = await rig.file(run.runId);
    expect(sends.map(({ attempt, answer, targets }) => [attempt, answer, targets])).toEqual([
      [1, 'throttled', [`server-${SOLO}-0-1`]],
      [2, 'accepted', [`server-${SOLO}-0-1`]],
    ]);
    expect(rig.model.executed().map(({ clientToken }) => clientToken)).toEqual([`offpeak-${run.runId}-1`]);
  });

  it('is FAILED · THROTTLED after three', async () => {
    const rig = await makeRig();
    rig.model.arm({ ...throttle, times: 9 });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'FAILED', reason: 'THROTTLED', desired: 'no' });
    expect(run.hold).toBeUndefined();
    expect(rig.asked('SwitchOver')).toBe(3);
    expect(rig.executed()).toBe(0);
    expect((await rig.lease())?.owner).toBeUndefined();
  });

  it('waits as long as the vendor asks', async () => {
    const rig = await makeRig();
    rig.model.arm({ ...throttle, times: 1, retryAfterSeconds: 9 });

    await rig.ran();

    const [first = 0, second = 0] = sendTimes(rig);
    expect(second - first).toBeGreaterThanOrEqual(9 * SECOND);
  });

  it('waits between any two attempts, in whatever invocation they are', async () => {
    const rig = await makeRig();
    rig.model.arm({ ...throttle, times: 2, retryAfterSeconds: 14 });

    await rig.ran();

    const [first = 0, second = 0, third = 0] = sendTimes(rig);
    expect(second - first).toBeGreaterThanOrEqual(14 * SECOND);
    expect(third - second).toBeGreaterThanOrEqual(14 * SECOND);
  });

  it('is given up where the opening has no room left for another', async () => {
    const rig = await makeRig({
      at: NIGHT + 2 * HOUR + 4 * MINUTE + 50 * SECOND,
      settings: { signatureLife: 15 * MINUTE },
    });
    rig.model.arm({ ...throttle, times: 1, retryAfterSeconds: 9 });

    expect(await rig.ran()).toMatchObject({ outcome: 'FAILED', reason: 'THROTTLED' });
    expect(rig.asked('SwitchOver')).toBe(1);
  });

  it('is not tried again under a stop', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', () => rig.stop('everything'), 1),
    });
    rig.model.arm({ ...throttle, times: 1 });

    expect(await rig.ran()).toMatchObject({ outcome: 'FAILED', reason: 'THROTTLED' });
    expect(rig.asked('SwitchOver')).toBe(1);
  });
});

describe('a refused send', () => {
  it('is FAILED · REFUSED, sent once, and frees everything', async () => {
    const rig = await makeRig({
      over: withRedis(() => ({
        sendSwitchOver: async () => ({ kind: 'refused', code: 'OperationDenied.NotSupport' }),
      })),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'FAILED', reason: 'REFUSED', decision: { code: 'SEND_REFUSED' } });
    expect((await rig.file(run.runId)).sends).toHaveLength(1);
    expect((await rig.lease())?.owner).toBeUndefined();
    expect(await rig.slots()).toEqual([]);
  });

  it('because somebody else was faster is SUCCEEDED, and not ours', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', async () => {
        rig.model.arm({ fault: 'failover', instance: SOLO });
      }),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SUCCEEDED', desired: 'yes', attributed: 'no' });
    expect((await rig.file(run.runId)).sends).toMatchObject([{ answer: 'refused' }]);
    expect(rig.executed()).toBe(0);
  });
});

describe('SwitchOver', () => {
  it('does nothing for an execution that is not the run’s own', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    const before = await rig.run(runId);
    expect(before.phase).toBe('PINNED');

    const frame = { remaining: () => HOUR };
    await makeSwitchOver(rig.ports)({ runId, execution: 'somebody else' }, frame);

    expect(await rig.run(runId)).toEqual(before);
    expect(rig.asked('SwitchOver')).toBe(0);
  });

  /** A run whose process died right after that write; its own execution then asks again. */
  async function diedAfter(sortPrefix: string, skip: number, arm: (rig: Rig) => void = () => undefined) {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', sortPrefix, () => new Promise(() => undefined), skip),
    });
    arm(rig);
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 40 * SECOND);
    const again = (remaining = HOUR) =>
      rig.driven(
        makeSwitchOver(rig.ports)(
          { runId, execution: `embedded:execution:offpeak:${runId}` },
          { remaining: () => remaining },
        ),
      );
    return { rig, runId, again };
  }

  it.each([
    { name: 'one accepted attempt', skip: 1, times: 0, asked: 1 },
    { name: 'three throttled attempts', skip: 5, times: 9, asked: 3 },
  ])('asked again after $name asks nobody and sends nothing', async ({ skip, times, asked }) => {
    const { rig, runId, again } = await diedAfter('send#', skip, (armed) => {
      if (times > 0) armed.model.arm({ ...throttle, times });
    });
    expect(await rig.run(runId)).toMatchObject({ phase: 'OBSERVING', lastAttempt: asked });
    const before = rig.asked('DescribeDBInstanceDetail');

    await again();

    expect(rig.asked('SwitchOver')).toBe(asked);
    expect(rig.asked('DescribeDBInstanceDetail')).toBe(before);
  });

  it('asked again after a gate said no stays with that, whatever the gate would say now', async () => {
    const { rig, runId, again } = await diedAfter('pin#', 0);
    const run = await rig.run(runId);
    const decision = { code: 'STOPPED', data: { scope: 'everything', by: 'ann', reason: 'r' } };
    await rig.store.transact([advance(run, { refusal: { answer: 'not yet', reason: 'STOP', decision } })]);

    await again();

    expect(rig.asked('SwitchOver')).toBe(0);
    expect(await rig.run(runId)).toMatchObject({ phase: 'PINNED', refusal: { reason: 'STOP' } });
  });

  it.each([
    { left: 36, asked: 1, phase: 'OBSERVING' },
    { left: 35, asked: 0, phase: 'PINNED' },
  ])(
    'with $left s left begins what it can end: a read of 20 s, a send of 10 s, our own 5 s',
    async ({ left, asked, phase }) => {
      const { rig, runId, again } = await diedAfter('pin#', 0);
      const before = rig.asked('DescribeDBInstanceDetail');

      await again(left * SECOND);

      expect(rig.asked('DescribeDBInstanceDetail') > before).toBe(asked > 0);
      expect(rig.asked('SwitchOver')).toBe(asked);
      expect((await rig.run(runId)).phase).toBe(phase);
      expect((await rig.run(runId)).refusal?.reason).toBe(asked > 0 ? undefined : 'NOT_READY');
    },
  );

  it('never sends for a run that observes, even without a step before it', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ dryRun: true });
    await rig.ended(runId);
    await makeSwitchOver(rig.ports)(
      { runId, execution: `embedded:execution:offpeak:${runId}` },
      { remaining: () => HOUR },
    );
    expect(rig.asked('SwitchOver')).toBe(0);
  });
});
