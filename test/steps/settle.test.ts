import { describe, expect, it } from 'vitest';
import { NEEDS_ATTENTION } from '../../shared/protocol/run.ts';
import { addToken } from '../../shared/protocol/tokens.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import { makeStart } from '../../shared/steps/start.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { aRun, putRun } from '../protocol/runs.ts';
import { storeWithMoment } from './moments.ts';
import { refusedAnswers } from './refused-answers.ts';
import { FLEET, makeRig, NIGHT, PLAN_HASH, type Rig, SOLO } from './rig.ts';

it('answers who waits for a run that only a person frees as soon as that can be, not a day later', async () => {
  const answers = refusedAnswers(true);
  const rig = await makeRig({ over: answers.over });
  const held = aRun({
    plan: PLAN_HASH,
    phase: 'CLOSED',
    outcome: 'PARTIAL',
    reason: 'REFUSED',
    hold: true,
    closedAt: NIGHT,
    announcedAt: NIGHT,
    attention: NEEDS_ATTENTION,
    attentionAt: NIGHT,
  });
  await rig.store.transact([putRun(held), addToken(held, 'late')]);
  await rig.minutes(3);
  expect(rig.told).toEqual([]);

  answers.refuses = false;
  await rig.minutes(1);

  expect(rig.told).toMatchObject([{ what: 'token', token: 'late' }]);
  expect((await rig.run(held.runId)).attentionAt).toBe(rig.clock.now() + DAY);
});

describe('settle', () => {
  it('starts what was accepted and never started, one minute later', async () => {
    const rig = await makeRig();
    let away = true;
    const start = makeStart({
      ...rig.ports,
      executions: {
        ...rig.ports.executions,
        start: async (runId) => !away && (await rig.ports.executions.start(runId)),
      },
    });
    const request = { instance: SOLO, when: 'now', key: 'k', by: 't', reason: 'r', source: 'http' } as const;
    const started = await start(request);
    if (!started.started) throw new Error(started.what);
    away = false;
    const { runId } = started.run;

    await rig.clock.advanceTo(NIGHT + 59 * SECOND);
    expect(await rig.settle()).toMatchObject({ started: 0 });
    await rig.clock.advanceTo(NIGHT + MINUTE);
    expect(await rig.settle()).toMatchObject({ started: 1 });
    await rig.ended(runId);
    expect(await rig.run(runId)).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('leaves a run alone that is accepted for later', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ when: NIGHT + HOUR });
    await rig.clock.advanceTo(NIGHT + HOUR + 59 * SECOND);
    expect(await rig.settle()).toMatchObject({ started: 0 });
    expect(await rig.engine.describe(runId)).toBeUndefined();
    await rig.clock.advanceTo(NIGHT + HOUR + 60 * SECOND);
    expect(await rig.settle()).toMatchObject({ started: 1 });
    await rig.ended(runId);
  });

  it('touches nothing of a run whose execution goes on', async () => {
    const rig = await makeRig();
    await rig.stop('everything');
    await rig.direct('mine', { instance: SOLO, key: 'k', reason: 'test' });
    await rig.clock.advanceTo(NIGHT + 5 * MINUTE);
    expect(await rig.settle()).toEqual({
      started: 0,
      closed: 0,
      settled: 0,
      announced: 0,
      failed: 0,
      stuck: 0,
      nothing: 1,
    });
  });

  it('lists what only a person can free, and looks at it daily', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', () => rig.stop('everything'), 1),
    });
    const { runId } = await rig.ran({ instance: FLEET });
    await rig.minutes(3);
    const { attention, attentionAt } = await rig.run(runId);
    expect(attention).toBe('runs');
    expect(attentionAt).toBeGreaterThan(rig.clock.now() + DAY - HOUR);
    await rig.clock.advanceTo(NIGHT + DAY + HOUR);
    await rig.settle();
    expect((await rig.run(runId)).attentionAt).toBe(NIGHT + 2 * DAY + HOUR);
    expect(rig.lines.some(({ what }) => what.includes('a person has to acknowledge'))).toBe(true);
  });

  it('says nothing of a run that left the outbox a moment ago', async () => {
    const rig = await makeRig();
    const { runId } = await rig.ran();
    const before = await rig.run(runId);
    // An index may still show what the item no longer says.
    const ports = {
      ...rig.ports,
      store: { ...rig.store, find: async () => ({ keys: [{ partition: `run#${runId}`, sort: 'run' }] }) },
    };
    expect(await makeSettle(ports)({}, { remaining: () => HOUR })).toMatchObject({ nothing: 1 });
    expect(await rig.run(runId)).toEqual(before);
    expect(rig.lines.some(({ what }) => what.includes('acknowledge'))).toBe(false);
  });

  it('is not kept by one record that it cannot read, nor by one that fails', async () => {
    const rig = await makeRig({
      over: (ports) => ({
        ...ports,
        announcer: {
          ...ports.announcer,
          closed: async (run) => {
            if (run.trigger.reason === 'fails') throw new Error('nobody there');
            await ports.announcer.closed(run);
          },
        },
      }),
    });
    const strange = { attention: 'runs', attentionAt: NIGHT };
    await rig.store.transact([{ put: { partition: 'run#strange', sort: 'run' }, attributes: strange }]);
    const failing = await rig.accepted({ when: NIGHT + MINUTE, reason: 'fails' });
    const fine = await rig.accepted({ when: NIGHT + 2 * MINUTE, key: 'key-2' });
    await rig.cancel(failing);
    await rig.cancel(fine);
    await rig.clock.advanceTo(NIGHT + 3 * MINUTE);

    expect(await rig.settle()).toMatchObject({ announced: 1, failed: 2 });
    expect(rig.told.map(({ run }) => run.runId)).toEqual([fine]);
  });

  it('stops in time before its invocation ends', async () => {
    const rig = await makeRig();
    await rig.cancel(await rig.accepted({ when: NIGHT + MINUTE }));
    await rig.clock.advanceTo(NIGHT + 3 * MINUTE);
    const short = { remaining: () => 19 * SECOND };
    expect(await makeSettle(rig.ports)({}, short)).toMatchObject({ announced: 0 });
    expect(await rig.settle()).toMatchObject({ announced: 1 });
  });

  it('closes what is overdue before it tells anybody, and ends telling people whose bots hang after 40 s', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    rig.people.answer(async () => {
      await rig.clock.sleepUntil(rig.clock.now() + 8 * SECOND);
      return { delivered: false, code: 'TIMEOUT', permanent: false };
    });
    const overdue = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    await rig.driven(rig.engine.stop(overdue, 'x', 'x'));
    const failed = {
      phase: 'CLOSED',
      outcome: 'FAILED',
      reason: 'NOT_SWITCHED',
      closedAt: NIGHT - HOUR,
    } as const;
    for (let n = 0; n < 32; n += 1) {
      const listed = { announcedAt: NIGHT - HOUR, attention: NEEDS_ATTENTION, attentionAt: NIGHT - HOUR };
      await rig.store.transact([
        putRun(aRun({ runId: `told-${n}`, plan: PLAN_HASH, rule: 'solo', ...failed, ...listed })),
      ]);
    }
    await rig.clock.advanceTo(NIGHT + 2 * MINUTE);
    const began = rig.clock.now();
    const frame = { remaining: () => began + 2 * MINUTE - rig.clock.now() };

    expect(await rig.driven(makeSettle(rig.ports)({}, frame))).toMatchObject({ closed: 1 });

    expect((await rig.run(overdue)).closedAt).toBe(began);
    expect(rig.people.tried.filter(({ message }) => message.kind === 'trouble').length).toBeLessThanOrEqual(
      6,
    );
    expect(rig.clock.now() - began).toBeLessThan(MINUTE);
  });

  it('of two passes at once, each run is closed once', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    await rig.driven(rig.engine.stop(runId, 'x', 'x'));
    await rig.clock.advanceTo(NIGHT + 2 * MINUTE);

    const passes = await Promise.all([rig.settle(), rig.settle()]);

    expect(passes.map(({ closed }) => closed).sort()).toEqual([0, 1]);
    expect(await rig.events(runId)).toEqual(['CLAIMED', 'CLOSED']);
  });
});
