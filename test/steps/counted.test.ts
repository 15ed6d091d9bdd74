import { describe, expect, it } from 'vitest';
import { accept } from '../../shared/protocol/accept.ts';
import { putStop } from '../../shared/protocol/control.ts';
import { NEEDS_ATTENTION, type Run } from '../../shared/protocol/run.ts';
import { announce } from '../../shared/steps/announce.ts';
import { makeDue } from '../../shared/steps/due.ts';
import type { Metrics } from '../../shared/steps/ports.ts';
import { DAY, HOUR, MINUTE } from '../../shared/time/clock.ts';
import { aRun, putRun } from '../protocol/runs.ts';
import { makeRig, NIGHT, type Rig, type RigOptions, SOLO } from './rig.ts';

/** A rig that counts. */
async function counting(options: RigOptions = {}) {
  const closed: Run[] = [];
  const stuck: number[] = [];
  const givenUp: (string | undefined)[] = [];
  const metrics: Metrics = {
    closed: (run) => closed.push(run),
    stuck: (count) => stuck.push(count),
    givenUp: (runId) => givenUp.push(runId),
    lettersLeft: () => undefined,
  };
  const rig = await makeRig({
    ...options,
    over: (ports) => ({ ...(options.over?.(ports) ?? ports), metrics }),
  });
  return { ...rig, closed, stuck, givenUp };
}

/** A closed run of the plan in force. */
const closedOne = (over: Partial<Run>): Run =>
  aRun({
    plan: 'a'.repeat(64),
    rule: 'solo',
    phase: 'CLOSED',
    closedAt: NIGHT,
    attention: NEEDS_ATTENTION,
    attentionAt: NIGHT,
    ...over,
  });

const aNightLater = async (rig: Rig) => await rig.minutes(10);

describe('a run is counted once', () => {
  it('by its own execution', async () => {
    const rig = await counting();
    const run = await rig.ran();
    await aNightLater(rig);

    expect(rig.closed.filter(({ runId }) => runId === run.runId)).toMatchObject([
      { outcome: 'SUCCEEDED', reason: 'PROVEN' },
    ]);
  });

  it('by settle, where the bus was away when it closed', async () => {
    let times = 2;
    const rig = await counting({
      over: (ports) => ({
        ...ports,
        announcer: {
          ...ports.announcer,
          closed: async (run) => {
            times -= 1;
            if (times >= 0) throw new Error('the bus is away');
            await ports.announcer.closed(run);
          },
        },
      }),
    });
    const run = await rig.ran();
    expect(rig.closed).toEqual([]);
    await aNightLater(rig);

    expect(rig.closed.filter(({ runId }) => runId === run.runId)).toHaveLength(1);
  });

  it.each(['cancelled', 'in observe mode', 'frozen'])(
    'also one that nobody announces at its close: %s',
    async (how) => {
      const freeze = { name: 'all', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };
      const rig = await counting({
        at: NIGHT - 20 * MINUTE,
        plan: (plan) => {
          const { prod } = plan.accounts;
          if (prod === undefined) throw new Error('no account');
          return {
            ...plan,
            freezes: how === 'frozen' ? [freeze] : [],
            accounts: { prod: { ...prod, mode: how === 'in observe mode' ? 'observe' : 'switch' } },
          };
        },
      });
      const runId = await rig.accepted({ when: 'window' });
      if (how === 'cancelled') await rig.cancel(runId);
      await rig.minutes(30);

      const outcome = { cancelled: 'CANCELLED', 'in observe mode': 'OBSERVED', frozen: 'SKIPPED' }[how];
      expect(rig.closed.filter((run) => run.runId === runId)).toMatchObject([{ outcome }]);
    },
  );

  it('by one of two that announce it at the same moment', async () => {
    const rig = await counting();
    const run = closedOne({ outcome: 'SKIPPED', reason: 'FREEZE' });
    await rig.store.transact([putRun(run)]);
    await Promise.all([announce(rig.ports, run), announce(rig.ports, run)]);

    expect(rig.closed).toHaveLength(1);
  });
});

describe('a message that is given up', () => {
  it('is counted once for each channel, with the run that it was about; a digest is about none', async () => {
    const rig = await counting({
      plan: (plan) => ({ ...plan, notify: { dba: { feishu: 'a secret', wecom: 'another' } } }),
    });
    rig.model.arm({ fault: 'accept-without-executing', instance: SOLO });
    rig.people.answer(() => ({ delivered: false, code: 'TIMEOUT', permanent: false }));
    const { runId } = await rig.ran();
    await rig.minutes(24 * 8, undefined, HOUR);

    expect(rig.givenUp.filter((each) => each === runId)).toHaveLength(2);
    expect(rig.givenUp.filter((each) => each === undefined)).toHaveLength(2);
  });
});

describe('settle counts as stuck', () => {
  it('a hold that only a person frees, once a day', async () => {
    const rig = await counting({
      plan: (plan) => ({ ...plan, rules: plan.rules.filter(({ name }) => name === 'solo') }),
    });
    const run = closedOne({
      outcome: 'PARTIAL',
      reason: 'REFUSED',
      hold: true,
      announcedAt: NIGHT,
      attentionAt: NIGHT + DAY,
    });
    await rig.store.transact([
      putRun(run),
      putStop({ scope: 'everything', by: 't', reason: 't', at: NIGHT }),
    ]);
    await rig.minutes(60, undefined, HOUR);

    expect(rig.stuck).toEqual([1, 1]);
    expect(rig.lines).toContainEqual(expect.objectContaining({ runId: run.runId, code: 'STUCK' }));
  });

  it('a run whose close is not announced for a quarter of an hour', async () => {
    const rig = await counting({
      over: (ports) => ({
        ...ports,
        announcer: { ...ports.announcer, closed: async () => Promise.reject(new Error('the bus is away')) },
      }),
    });
    await rig.ran();
    await rig.minutes(14);
    expect(rig.stuck).toEqual([]);
    await rig.minutes(4);

    expect(rig.stuck.length).toBeGreaterThan(0);
  });

  it('a run long past its deadline that it cannot close in this pass', async () => {
    const rig = await counting();
    const executes = { status: 500, executes: false, times: 1 } as const;
    rig.model.arm({ fault: 'server-error', ...executes, action: 'SwitchOver', instance: SOLO });
    const runId = await rig.accepted();
    await rig.clock.runUntil(() => rig.asked('SwitchOver') > 0);
    await rig.engine.stop(runId, 'Killed', 'by hand');
    await rig.clock.advanceTo(NIGHT + HOUR);
    await rig.settle();
    expect(rig.stuck).toEqual([1]);

    await rig.minutes(3);
    expect(rig.stuck).toEqual([1]);
    expect((await rig.run(runId)).phase).toBe('CLOSED');
  });

  it('a record that this version cannot read', async () => {
    const rig = await counting();
    const unreadable = { ...aRun({ attention: NEEDS_ATTENTION, attentionAt: NIGHT }) };
    await rig.store.transact([accept({ ...unreadable, phase: 'NEVER' as never })]);
    await rig.minutes(1);

    expect(rig.stuck).toEqual([1]);
  });

  it('nothing that is on its way', async () => {
    const rig = await counting();
    await rig.accepted();
    await rig.minutes(30);

    expect(rig.stuck).toEqual([]);
  });
});

describe('due counts as stuck', () => {
  it('what has been due for a quarter of an hour and fails each minute', async () => {
    const rig = await counting({ at: NIGHT - 10 * MINUTE });
    const store = { ...rig.store, list: async () => Promise.reject(new Error('no such partition')) };
    const due = makeDue({ ...rig.ports, store });
    const pass = async () => await due({}, { remaining: () => HOUR });
    await pass();
    await rig.clock.advanceTo(NIGHT + 5 * MINUTE);
    await pass();
    expect(rig.stuck).toEqual([]);
    await rig.clock.advanceTo(NIGHT + 6 * MINUTE);

    expect(await pass()).toMatchObject({ waiting: 2 });
    expect(rig.stuck).toEqual([2]);
  });
});
