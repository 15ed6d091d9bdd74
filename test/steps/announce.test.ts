import { describe, expect, it } from 'vitest';
import { NEEDS_ATTENTION } from '../../shared/protocol/run.ts';
import { addToken } from '../../shared/protocol/tokens.ts';
import { announceSettled } from '../../shared/steps/announce.ts';
import { listStops } from '../../shared/steps/stops.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { aRun, putRun } from '../protocol/runs.ts';
import { FLEET, makeRig, NIGHT, PLAN_HASH, type RigOptions, SOLO } from './rig.ts';

const REFUSE = { fault: 'accept-without-executing' } as const;
const stopAfter = (count: number): RigOptions => ({
  plan: (plan) => ({ ...plan, limits: { ...plan.limits, stopAfter: count } }),
});
const failing = (what: 'closed' | 'message' | 'answerToken', times: number): RigOptions => {
  let left = times;
  return {
    over: (ports) => ({
      ...ports,
      announcer: {
        ...ports.announcer,
        [what]: async (...given: [never, never]) => {
          left -= 1;
          if (left >= 0) throw new Error('nobody there');
          return await ports.announcer[what](...given);
        },
      },
    }),
  };
};

describe('a workflow whose token has expired', () => {
  const expired: RigOptions = {
    over: (ports) => ({ ...ports, announcer: { ...ports.announcer, answerToken: async () => false } }),
  };
  const request = { instance: SOLO, key: 'k', reason: 'test', taskToken: 'expired' };

  it('is an event, once; the record stands', async () => {
    const rig = await makeRig(expired);
    await rig.direct('one', request);
    expect(await rig.ended('one')).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'SUCCEEDED' } });
    await rig.minutes(3);

    expect(rig.told.map(({ what }) => what).sort()).toEqual(['closed', 'unheard']);
    expect(rig.told.find(({ what }) => what === 'unheard')?.run).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('is an event of settle where the step that answered has no bus', async () => {
    let bus = false;
    const rig = await makeRig({
      over: (ports) => ({
        ...ports,
        announcer: {
          ...ports.announcer,
          answerToken: async () => false,
          unheard: (run) => (bus ? ports.announcer.unheard(run) : Promise.reject(new Error('not wired'))),
        },
      }),
    });
    await rig.direct('one', { ...request, taskToken: undefined });
    await rig.ended('one');
    await rig.direct('two', request);
    expect((await rig.ended('two')).output).toMatchObject({ decision: 'duplicate' });
    expect(rig.told.map(({ what }) => what)).toEqual(['closed']);
    bus = true;
    await rig.minutes(3);

    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'unheard']);
  });
});

describe('an outcome', () => {
  it.each([
    { name: 'SUCCEEDED', fault: undefined, told: ['closed'] },
    { name: 'FAILED', fault: REFUSE, told: ['closed', 'message'] },
  ])('$name is told: $told', async ({ name, fault, told }) => {
    const rig = await makeRig();
    if (fault !== undefined) rig.model.arm({ ...fault, instance: SOLO });
    expect(await rig.ran()).toMatchObject({ outcome: name });
    expect(rig.told.map(({ what }) => what)).toEqual(told);
  });

  it.each(['closed', 'message'] as const)(
    'whose %s is not delivered ends the execution as it would have, and settle tells it',
    async (what) => {
      const rig = await makeRig(failing(what, 2));
      rig.model.arm({ ...REFUSE, instance: SOLO });
      const runId = await rig.accepted();

      expect(await rig.ended(runId)).toMatchObject({ status: 'FAILED', error: 'FAILED' });
      expect((await rig.run(runId)).announcedAt).toBeUndefined();
      await rig.minutes(3);

      expect((await rig.run(runId)).announcedAt).toBeDefined();
      expect((await rig.run(runId)).attention).toBeUndefined();
      expect(rig.told.map((one) => one.what)).toContain(what);
    },
  );

  it('is announced by its own execution still, after a store that failed for a moment', async () => {
    let fails = true;
    const rig = await makeRig({
      over: (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          transact: async (writes) => {
            const notes = writes.some((write) => 'update' in write && write.set?.announcedAt !== undefined);
            if (!notes || !fails) return await ports.store.transact(writes);
            fails = false;
            throw new StoreUnavailable('for a moment');
          },
        },
      }),
    });
    expect((await rig.ran()).announcedAt).toBeDefined();
  });

  it('that needs nobody any more leaves the outbox', async () => {
    const rig = await makeRig();
    const { runId } = await rig.ran();
    expect((await rig.run(runId)).attention).toBeUndefined();
    await rig.minutes(2);
    expect(rig.told).toHaveLength(1);
  });

  it('of a run that nobody announced is told within 150 s of its close', async () => {
    const rig = await makeRig(failing('closed', 1));
    const { runId, closedAt = 0 } = await rig.ran();
    await rig.minutes(3);
    const { announcedAt = Number.POSITIVE_INFINITY } = await rig.run(runId);
    expect(announcedAt - closedAt).toBeLessThanOrEqual(150 * SECOND);
  });
});

describe('people', () => {
  const REST_OF_STEP = 20 * SECOND;
  const never = () => new Promise<never>(() => undefined);

  it.each(['closed', 'message'] as const)(
    'are told of a close while the bus hangs on its %s',
    async (what) => {
      const rig = await makeRig({
        over: (ports) => ({ ...ports, announcer: { ...ports.announcer, [what]: never } }),
      });
      rig.model.arm({ ...REFUSE, instance: SOLO });
      const runId = await rig.accepted();
      await rig.clock.runUntil(() => rig.people.arrived.length > 0);

      expect(rig.people.arrived).toMatchObject([{ message: { id: `${runId}/trouble` } }]);
      expect(rig.clock.now() - ((await rig.run(runId)).closedAt ?? 0)).toBeLessThan(REST_OF_STEP);
    },
  );

  it('are told of a close while a workflow that waits for it cannot be reached', async () => {
    const rig = await makeRig({
      over: (ports) => ({ ...ports, announcer: { ...ports.announcer, answerToken: never } }),
    });
    rig.model.arm({ ...REFUSE, instance: SOLO });
    const runId = await rig.accepted();
    await rig.store.transact([addToken(await rig.run(runId), 'waits')]);
    await rig.clock.runUntil(() => rig.people.arrived.length > 0);

    expect(rig.people.arrived).toMatchObject([{ message: { id: `${runId}/trouble` } }]);
  });

  it('are told that a hold is settled while the bus hangs', async () => {
    const rig = await makeRig({
      over: (ports) => ({ ...ports, announcer: { ...ports.announcer, settled: never } }),
    });
    const settled = {
      as: 'SWITCHED',
      at: NIGHT,
      decision: { code: 'ON_TARGET', data: {} },
      announced: false,
    };
    const held = aRun({
      plan: PLAN_HASH,
      rule: 'solo',
      phase: 'CLOSED',
      outcome: 'UNKNOWN',
      reason: 'NOT_PROVEN',
      closedAt: NIGHT,
      announcedAt: NIGHT,
      attention: NEEDS_ATTENTION,
      attentionAt: NIGHT,
      settled,
    } as never);
    await rig.store.transact([putRun(held)]);
    void announceSettled(rig.ports, held);
    await rig.clock.runUntil(() => rig.people.arrived.length > 1);

    expect(rig.people.arrived.map(({ message }) => message.kind)).toEqual(['trouble', 'settled']);
  });
});

describe('stopAfter', () => {
  it('stops the account after so many bad outcomes in a row, by the outbox', async () => {
    const rig = await makeRig(stopAfter(2));
    rig.model.arm({ ...REFUSE, times: 2 });

    expect(await rig.ran()).toMatchObject({ outcome: 'FAILED' });
    expect(await listStops(rig)).toEqual([]);
    expect(await rig.ran({ key: 'key-2', instance: FLEET })).toMatchObject({ outcome: 'FAILED' });

    expect(await listStops(rig)).toMatchObject([
      { scope: 'account:prod', by: 'offpeak', reason: expect.stringContaining('2 bad outcomes in a row') },
    ]);
  });

  it('counts from nothing again after a good one', async () => {
    const rig = await makeRig({
      plan: (plan) => ({
        ...plan,
        limits: { ...plan.limits, stopAfter: 2 },
        rules: plan.rules.map((rule) => ({ ...rule, cooldown: 0 })),
      }),
    });
    for (const [key, bad] of ['bad', 'good', 'bad', 'bad'].map(
      (what, n) => [`key-${n}`, what === 'bad'] as const,
    )) {
      if (bad) rig.model.arm({ ...REFUSE, instance: SOLO });
      expect(await listStops(rig)).toEqual([]);
      await rig.ran({ key });
    }
    expect(await listStops(rig)).toHaveLength(1);
  });

  it('resume lifts the stop and forgets the count', async () => {
    const rig = await makeRig(stopAfter(1));
    rig.model.arm({ ...REFUSE, instance: SOLO });
    await rig.ran();
    expect(await rig.start({ key: 'key-2', instance: FLEET })).toMatchObject({
      decision: { code: 'STOPPED' },
    });

    expect(await rig.resume('account:prod')).toBe(true);

    expect(await rig.ran({ key: 'key-2', instance: FLEET })).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await listStops(rig)).toEqual([]);
  });

  it('counts a run once, however often it is announced', async () => {
    const rig = await makeRig({
      ...stopAfter(2),
      over: (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          // The announcement is never noted: the run stays in the outbox and is announced again and again.
          transact: async (writes) => {
            const notes = writes.some((write) => 'update' in write && write.set?.announcedAt !== undefined);
            return notes ? { committed: false, refused: [] } : await ports.store.transact(writes);
          },
        },
      }),
    });
    rig.model.arm({ ...REFUSE, instance: SOLO });
    await rig.ran();
    await rig.minutes(4);
    expect(rig.told.filter(({ what }) => what === 'message').length).toBeGreaterThan(2);
    expect(await listStops(rig)).toEqual([]);
  });
});

it('a closed run is not announced a second time at its minute', async () => {
  const rig = await makeRig();
  await rig.ran();
  await rig.clock.advanceTo(rig.clock.now() + 5 * MINUTE);
  expect(await rig.settle()).toMatchObject({ announced: 0 });
});
