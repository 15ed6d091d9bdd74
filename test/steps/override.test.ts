import { describe, expect, it } from 'vitest';
import type { Plan } from '../../shared/plan/plan.ts';
import { readEvent } from '../../shared/protocol/audit.ts';
import { auditPartition, keys } from '../../shared/protocol/keys.ts';
import type { OverridableGate } from '../../shared/switchover/codes.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { storeWithMoment } from './moments.ts';
import { FLEET, makeRig, NIGHT, type Rig, type RigOptions, SOLO } from './rig.ts';

const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const zone = 'Asia/Shanghai';
const TODAY = { name: 'Double 24', from: '2026-11-24', through: '2026-11-24', timezone: zone };
const EMERGENCY = { ...TODAY, name: 'Emergency' };
const frozen = (plan: Plan): Plan => ({ ...plan, freezes: [TODAY] });

const asking = (gate: OverridableGate, over: object = {}) => ({
  key: `override-${gate}`,
  by: 'ann',
  reason: 'incident 4711',
  override: { gate },
  ...over,
});

/** Where only that gate stands in the way. */
const WORLDS: Readonly<Record<OverridableGate, () => Promise<Rig>>> = {
  window: () => makeRig({ at: NOON }),
  freeze: () => makeRig({ plan: frozen }),
  cooldown: async () => {
    const rig = await makeRig();
    await rig.ran({ key: 'the first' });
    return rig;
  },
};
const GATES = ['window', 'freeze', 'cooldown'] as const;
const executedBefore = (gate: OverridableGate) => (gate === 'cooldown' ? 1 : 0);

describe.each(GATES)('an override of the %s', (gate) => {
  it('lets that one run through, which nothing else would have', async () => {
    const rig = await WORLDS[gate]();

    expect(await rig.start({ key: 'plain' })).toMatchObject({ started: false, what: 'not now' });
    const run = await rig.ran(asking(gate));

    expect(run).toMatchObject({
      outcome: 'SUCCEEDED',
      override: { gate, by: 'ann', reason: 'incident 4711' },
    });
    expect(rig.executed()).toBe(executedBefore(gate) + 1);
  });

  it('stands in the events of the claim and of the close, and the gate says who', async () => {
    const rig = await WORLDS[gate]();
    const { runId } = await rig.ran(asking(gate));

    const events = (await rig.store.list(auditPartition(runId))).map(readEvent);
    for (const kind of ['CLAIMED', 'CLOSED'])
      expect(events.find((event) => event.kind === kind)?.detail).toMatchObject({
        override: { gate, by: 'ann', reason: 'incident 4711' },
      });
    expect(JSON.stringify(events.find(({ kind }) => kind === 'CLAIMED')?.detail.gates)).toContain(
      '"yes","OVERRIDDEN",{"by":"ann","reason":"incident 4711"}',
    );
    expect(rig.lines).toContainEqual(
      expect.objectContaining({
        runId,
        what: 'a gate is overridden',
        data: expect.objectContaining({ gate, by: 'ann' }),
      }),
    );
  });

  it('is for that run alone: the next one is refused as ever', async () => {
    const rig = await WORLDS[gate]();
    await rig.ran(asking(gate));

    const next = await rig.start({ key: 'next', instance: gate === 'cooldown' ? SOLO : FLEET });

    expect(next).toMatchObject({ started: false, what: 'not now' });
  });

  it('overrides no stop: it is refused, and a stop between acceptance and send ends it', async () => {
    const stopped = await WORLDS[gate]();
    await stopped.stop('everything');
    expect(await stopped.start(asking(gate))).toMatchObject({ decision: { code: 'STOPPED' } });

    const rig = await WORLDS[gate]();
    const runId = await rig.accepted(asking(gate));
    await rig.stop('account:prod');
    await rig.minutes(300, async () => (await rig.run(runId)).phase === 'CLOSED');
    expect(await rig.run(runId)).toMatchObject({ outcome: 'SKIPPED', reason: 'STOP' });
    expect(rig.executed()).toBe(executedBefore(gate));
  });

  it.each(GATES.filter((other) => other !== gate))('does not override the %s', async (other) => {
    const rig = await WORLDS[gate]();
    if (other === 'freeze') await rig.apply(frozen);
    if (other === 'window') await rig.clock.advanceTo(NOON + HOUR);
    if (other === 'cooldown') {
      const lease = keys.lease('cn-beijing', SOLO);
      const move = { lastClaimedSendAt: rig.clock.now() - HOUR, fence: 0 };
      await rig.store.transact([{ put: lease, attributes: move }]);
    }
    const reason = { freeze: 'FROZEN', window: 'BEFORE_OPEN', cooldown: 'COOLING_DOWN' }[other];

    expect(await rig.start(asking(gate))).toMatchObject({ started: false, decision: { code: reason } });
  });

  it('where the gate says yes by itself is refused, and nothing is written', async () => {
    const rig = await makeRig();

    expect(await rig.start(asking(gate))).toMatchObject({
      started: false,
      what: 'nothing to override',
      decision: { code: 'NOTHING_TO_OVERRIDE', data: { gate } },
    });
    expect(await rig.start({ key: `override-${gate}` })).toMatchObject({ started: true, repeated: false });
  });

  it('is the same run under the same key, and another body than the plain request', async () => {
    const rig = await WORLDS[gate]();
    const runId = await rig.accepted(asking(gate));

    expect(await rig.start(asking(gate))).toMatchObject({ repeated: true, run: { runId } });
    expect(await rig.start({ ...asking(gate), override: undefined })).toEqual({
      started: false,
      what: 'other body',
    });
    await rig.ended(runId);
    expect(await rig.start(asking(gate))).toMatchObject({ repeated: true });
  });

  it('switches nothing in an account that observes', async () => {
    const rig = await WORLDS[gate]();
    const before = rig.executed();
    await rig.apply((plan) => ({
      ...plan,
      accounts: Object.fromEntries(
        Object.entries(plan.accounts).map(([name, account]) => [
          name,
          { ...account, mode: 'observe' as const },
        ]),
      ),
    }));

    expect(await rig.ran(asking(gate))).toMatchObject({ outcome: 'OBSERVED' });
    expect(rig.executed()).toBe(before);
  });
});

describe('an override of the window', () => {
  it('gives the run an opening of its own, of an hour unless it says otherwise', async () => {
    const rig = await makeRig({ at: NOON });
    const run = await rig.run(await rig.accepted(asking('window')));
    const shorter = await makeRig({ at: NOON });
    const short = { override: { gate: 'window' as const, lasts: 30 * MINUTE } };

    expect(run.opening).toEqual({
      day: '2026-11-24',
      opensAt: NOON,
      cutoffAt: NOON + 50 * MINUTE,
      closesAt: NOON + HOUR,
    });
    expect((await shorter.run(await shorter.accepted(asking('window', short)))).opening?.closesAt).toBe(
      NOON + 30 * MINUTE,
    );
  });

  it('ends with that opening: a run that comes to it too late sends nothing', async () => {
    const rig = await makeRig({ at: NOON });
    const runId = await rig.accepted(asking('window'));
    await rig.stop('everything');
    await rig.minutes(55, async () => false);
    await rig.resume('everything');
    await rig.minutes(20, async () => (await rig.run(runId)).phase === 'CLOSED');

    expect(await rig.run(runId)).toMatchObject({ outcome: 'SKIPPED', reason: 'STOP' });
    expect(rig.executed()).toBe(0);
  });

  it('counts against the limit of the night', async () => {
    const limited: RigOptions = {
      at: NOON,
      plan: (plan) => ({ ...plan, limits: { ...plan.limits, perNight: 1 } }),
    };
    const rig = await makeRig(limited);
    await rig.ran(asking('window'));

    expect(await rig.start(asking('window', { instance: FLEET, key: 'second' }))).toMatchObject({
      decision: { code: 'NIGHT_LIMIT' },
    });
  });
});

describe('an override of the freeze', () => {
  it.each(['before', 'after'] as const)(
    'lifts no freeze that is declared %s the claim of its send',
    async (moment) => {
      const store = storeWithMoment(moment, 'send#', () =>
        rig.apply((plan) => ({ ...plan, freezes: [TODAY, EMERGENCY] })),
      );
      const rig: Rig = await makeRig({ store, plan: frozen });

      const run = await rig.ran(asking('freeze'));

      expect(run).toMatchObject({ outcome: 'SKIPPED', reason: 'FREEZE' });
      expect(run.decision?.data.freeze ?? run.refusal?.decision.data.freeze).toBe('Emergency');
      expect(rig.executed()).toBe(0);
    },
  );

  it('keeps the window: before it opens there is no start', async () => {
    const rig = await makeRig({ at: NOON, plan: frozen });

    expect(await rig.start(asking('freeze'))).toMatchObject({ decision: { code: 'BEFORE_OPEN' } });
  });
});

describe('an override of the cool-down', () => {
  it('of two that were accepted together, one switches: for the other that is a new move', async () => {
    const rig = await WORLDS.cooldown();
    await rig.clock.advanceTo(rig.clock.now() + MINUTE);
    const one = await rig.accepted(asking('cooldown', { key: 'one' }));
    const both = await rig.start(asking('cooldown', { key: 'other' }));
    await rig.ended(one);
    if (both.started) await rig.minutes(200, async () => (await rig.run(both.run.runId)).phase === 'CLOSED');

    expect(rig.executed()).toBe(2);
    if (both.started) expect(await rig.run(both.run.runId)).toMatchObject({ reason: 'COOLDOWN' });
  });

  it('goes on where somebody else has moved the roles, which is what it is for', async () => {
    const rig = await makeRig();
    await rig.ran({ key: 'the first' });
    await rig.clock.advanceTo(NIGHT + DAY);
    rig.model.arm({ fault: 'failover', instance: SOLO });
    await rig.clock.advanceTo(NIGHT + DAY + 30 * SECOND);
    const seen = await rig.ran({ key: 'plain' });
    await rig.clock.advanceTo(rig.clock.now() + MINUTE);
    const run = await rig.ran(asking('cooldown'));

    expect(seen).toMatchObject({ outcome: 'SKIPPED', reason: 'COOLDOWN' });
    expect(run).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it.each([
    ['at once: it goes on, for nobody knows when that was', 0, { outcome: 'SUCCEEDED' }],
    ['after it waited: that may be new, and cools', 5, { outcome: 'SKIPPED', reason: 'COOLDOWN' }],
  ])('that meets a move that no run has seen %s', async (_what, waited, end) => {
    const rig = await WORLDS.cooldown();
    await rig.clock.advanceTo(rig.clock.now() + MINUTE);
    const moved = async () => {
      rig.model.arm({ fault: 'failover', instance: SOLO });
      await rig.clock.advanceTo(rig.clock.now() + 30 * SECOND);
    };
    if (waited === 0) await moved();
    const runId = await rig.accepted(asking('cooldown'));
    if (waited > 0) {
      await rig.stop(`instance:cn-beijing/${SOLO}`);
      await rig.minutes(waited, async () => false);
      await moved();
      await rig.resume(`instance:cn-beijing/${SOLO}`);
    }
    await rig.minutes(30, async () => (await rig.run(runId)).phase === 'CLOSED');

    expect(await rig.run(runId)).toMatchObject(end);
  });
});

it('no other workflow can override: the field is refused, and no run is left behind', async () => {
  const rig = await makeRig({ plan: frozen });
  const input = {
    instance: SOLO,
    key: 'parent/1',
    when: 'now',
    reason: 'chained',
    override: { gate: 'freeze' },
  };
  await rig.direct('parent-1', input);

  expect(await rig.ended('parent-1')).toMatchObject({ status: 'FAILED' });
  expect(rig.executed()).toBe(0);
});
