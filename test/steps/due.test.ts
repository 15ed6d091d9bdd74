import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runIdOfOccurrence } from '../../shared/protocol/identity.ts';
import { makeDue } from '../../shared/steps/due.ts';
import type { Store } from '../../shared/store/store.ts';
import { DAY, HOUR, MINUTE } from '../../shared/time/clock.ts';
import { FLEET, makeRig, NIGHT, type Rig, type RigOptions, rule, SOLO } from './rig.ts';

const OPENS = NIGHT - 10 * MINUTE;
const CUTOFF = OPENS + 2 * HOUR + 20 * MINUTE;
const runOf = (instanceId: string, day = '2026-11-24') =>
  runIdOfOccurrence('test', { region: 'cn-beijing', instanceId }, day);
const freeze = { name: 'Double 11', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };
const onlySolo = (over: object = {}): RigOptions => ({
  plan: (plan) => ({ ...plan, rules: [rule('solo', SOLO, over)] }),
});
const recordsOf = async (rig: Rig) => {
  const { keys } = await rig.store.find({ index: 'month', partition: '2026-11' });
  return await Promise.all(keys.map(({ partition }) => rig.run(partition.slice('run#'.length))));
};

describe('two rules due at one instant, one at once', () => {
  it('the second starts after the first has closed', async () => {
    const rig = await makeRig({ at: OPENS - MINUTE });
    await rig.minutes(20);

    const runs = await recordsOf(rig);

    expect(runs.map(({ outcome }) => outcome)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const [first, second] = runs.sort((one, other) => (one.closedAt ?? 0) - (other.closedAt ?? 0));
    expect(
      rig.model.executed().find(({ instanceId }) => second?.instance.endsWith(instanceId))?.at,
    ).toBeGreaterThan(first?.closedAt ?? Number.POSITIVE_INFINITY);
    expect(rig.model.executed()).toHaveLength(4);
  });

  it('two at once run side by side', async () => {
    const rig = await makeRig({
      at: OPENS - MINUTE,
      plan: (plan) => ({ ...plan, limits: { ...plan.limits, atOnce: 2 } }),
    });
    await rig.minutes(1);
    expect(await rig.due()).toMatchObject({ started: [], waiting: 0 });
    expect((await recordsOf(rig)).map(({ startAt }) => startAt)).toEqual([OPENS, OPENS]);
  });

  it('nothing is written of the one that waits', async () => {
    const rig = await makeRig({ at: OPENS });
    expect(await rig.due()).toMatchObject({ started: [expect.any(String)], skipped: [], waiting: 1 });
    expect(await recordsOf(rig)).toHaveLength(1);
  });
});

describe('what is due', () => {
  it('is started in the minute of its opening, under the id of its night', async () => {
    const rig = await makeRig({ at: OPENS - MINUTE, ...onlySolo() });
    expect(await rig.due()).toEqual({ started: [], skipped: [], waiting: 0 });
    await rig.clock.advanceTo(OPENS);
    expect(await rig.due()).toEqual({ started: [runOf(SOLO)], skipped: [], waiting: 0 });
    await rig.ended(runOf(SOLO));
    expect(await rig.run(runOf(SOLO))).toMatchObject({ outcome: 'SUCCEEDED', trigger: { source: 'due' } });
  });

  it('costs a missed minute a minute: a late start is a start', async () => {
    const rig = await makeRig({ at: OPENS - MINUTE, ...onlySolo() });
    await rig.due();
    await rig.clock.advanceTo(OPENS + 47 * MINUTE);
    expect(await rig.due()).toMatchObject({ started: [runOf(SOLO)] });
  });

  it('is SKIPPED, once, when it was missed altogether', async () => {
    const rig = await makeRig({ at: OPENS - MINUTE, ...onlySolo() });
    await rig.due();
    await rig.clock.advanceTo(OPENS + 5 * HOUR);
    expect(await rig.due()).toMatchObject({ started: [], skipped: [runOf(SOLO)] });
    expect(await rig.due()).toMatchObject({ started: [], skipped: [] });
    expect(await rig.run(runOf(SOLO))).toMatchObject({ outcome: 'SKIPPED', reason: 'WINDOW' });
  });

  it('is SKIPPED for each night that was missed', async () => {
    const rig = await makeRig({ at: OPENS - MINUTE, ...onlySolo() });
    await rig.due();
    await rig.clock.advanceTo(OPENS + 2 * DAY + 5 * HOUR);
    expect((await rig.due()).skipped).toHaveLength(3);
  });

  it('is SKIPPED at once in a freeze', async () => {
    const rig = await makeRig({
      at: OPENS - MINUTE,
      plan: (plan) => ({ ...plan, freezes: [freeze], rules: [rule('solo', SOLO)] }),
    });
    await rig.minutes(1);
    expect(await rig.run(runOf(SOLO))).toMatchObject({
      ...{ outcome: 'SKIPPED', reason: 'FREEZE', closedAt: OPENS },
      decision: { data: { freeze: 'Double 11' } },
    });
  });

  it.each([
    { name: 'a stop', act: (rig: Rig) => rig.stop('account:prod'), reason: 'STOP' },
    {
      name: 'an instance that is held',
      act: (rig: Rig) =>
        rig.store.transact([
          {
            put: { partition: `lease#cn-beijing#${SOLO}`, sort: 'lease' },
            attributes: { fence: 1, hold: 'UNKNOWN' },
          },
        ]),
      reason: 'BUSY',
    },
    {
      name: 'a cool-down',
      act: (rig: Rig) =>
        rig.store.transact([
          {
            put: { partition: `lease#cn-beijing#${SOLO}`, sort: 'lease' },
            attributes: { fence: 1, lastClaimedSendAt: OPENS },
          },
        ]),
      reason: 'COOLDOWN',
    },
  ])(
    'waits behind $name without a record, and is one SKIPPED with that reason at the cutoff',
    async ({ act, reason }) => {
      const rig = await makeRig({ at: OPENS - MINUTE, ...onlySolo() });
      await act(rig);
      await rig.minutes(14, undefined, 10 * MINUTE);
      expect(rig.clock.now()).toBeLessThan(CUTOFF);
      expect(await recordsOf(rig)).toEqual([]);

      await rig.minutes(3, undefined, 10 * MINUTE);

      expect(await recordsOf(rig)).toMatchObject([{ runId: runOf(SOLO), outcome: 'SKIPPED', reason }]);
    },
  );

  it('with no room left for a signature has waited for something, and says for what', async () => {
    const rig = await makeRig({ at: OPENS, ...onlySolo(), settings: { signatureLife: 15 * MINUTE } });
    await rig.stop('account:prod');
    await rig.due();
    await rig.clock.advanceTo(CUTOFF - 5 * MINUTE);
    await rig.due();
    expect(await rig.run(runOf(SOLO))).toMatchObject({ outcome: 'SKIPPED', reason: 'STOP' });
  });

  it('starts once the stop is lifted', async () => {
    const rig = await makeRig({ at: OPENS, ...onlySolo() });
    await rig.stop('account:prod');
    await rig.minutes(30);
    await rig.resume('account:prod');
    await rig.minutes(1);
    expect(await rig.engine.describe(runOf(SOLO))).toBeDefined();
  });

  it('every 30 days is due in the first opening that long after the last proven one, missed nights made up', async () => {
    const rig = await makeRig({
      at: OPENS,
      ...onlySolo({ cadence: { kind: 'days-since-proven', days: 30 } }),
    });
    await rig.due();
    await rig.ended(runOf(SOLO));
    expect(await rig.lease()).toMatchObject({ lastProvenAt: OPENS });

    await rig.clock.advanceTo(OPENS + 29 * DAY);
    expect(await rig.due()).toMatchObject({ started: [], skipped: [], waiting: 0 });
    // Thu 24 December is the 30th day: one opening is missed, the next makes it up.
    await rig.stop('everything');
    await rig.clock.advanceTo(OPENS + 30 * DAY + 4 * HOUR);
    expect((await rig.due()).skipped).toEqual([runOf(SOLO, '2026-12-24')]);
    await rig.resume('everything');
    await rig.clock.advanceTo(OPENS + 34 * DAY);
    expect((await rig.due()).started).toEqual([runOf(SOLO, '2026-12-28')]);
  });

  it('is SKIPPED for an opening that a gap of the clocks swallowed', async () => {
    const at = Date.parse('2026-03-29T00:30:00Z');
    const rig = await makeRig({
      at,
      plan: (plan) => ({
        ...plan,
        windows: {
          weeknights: {
            ...{ name: 'weeknights', days: ['sun'], open: '02:00', close: '02:45' },
            ...{ cutoff: 0, timezone: 'Europe/Berlin' },
          },
        },
        rules: [rule('solo', SOLO)],
      }),
    });
    await rig.minutes(40);
    expect((await rig.due()).waiting).toBe(0);
    const { keys } = await rig.store.find({ index: 'month', partition: '2026-03' });
    expect(await rig.run(keys[0]?.partition.slice(4) ?? '')).toMatchObject({
      ...{ outcome: 'SKIPPED', decision: { code: 'OPENING_SWALLOWED', data: { day: '2026-03-29' } } },
    });
  });
});

describe('the watermark', () => {
  it('never loses an occurrence, whenever the passes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
        async (gaps) => {
          const rig = await makeRig({ at: OPENS - HOUR, ...onlySolo({ cooldown: 0 }) });
          for (const gap of gaps) {
            await rig.clock.advanceTo(rig.clock.now() + gap * MINUTE);
            await rig.due();
          }
          await rig.clock.advanceTo(OPENS + 2 * DAY + 3 * HOUR);
          await rig.due();
          const ids = (await recordsOf(rig)).map(({ runId }) => runId);
          expect(ids.sort()).toEqual(
            ['2026-11-24', '2026-11-25', '2026-11-26'].map((day) => runOf(SOLO, day)).sort(),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  it('is not held back by a run that was accepted: that one has its record', async () => {
    const rig = await makeRig({ at: OPENS, ...onlySolo() });
    await rig.accepted({ when: OPENS + MINUTE });
    await rig.due();
    await rig.stop('everything');
    await rig.clock.advanceTo(OPENS + 3 * MINUTE);
    expect(await rig.due()).toMatchObject({ waiting: 1 });
    const item = await rig.store.get({ partition: 'control', sort: 'watermark' });
    expect(item?.attributes.at).toBe(OPENS + 3 * MINUTE);
  });

  it('does not pass what waits, even when the plan is applied again', async () => {
    const rig = await makeRig({ at: OPENS, ...onlySolo() });
    await rig.stop('everything');
    await rig.due();
    await rig.clock.advanceTo(OPENS + 3 * MINUTE);
    await rig.due();
    await rig.apply((plan) => plan);
    await rig.due();
    const item = await rig.store.get({ partition: 'control', sort: 'watermark' });
    expect(item?.attributes.at).toBe(OPENS);
  });
});

describe('due keeps nobody waiting for one that fails', () => {
  it('an execution that died before its claim takes no place', async () => {
    const rig = await makeRig({ at: OPENS });
    await rig.due();
    const [first] = await recordsOf(rig);
    if (first === undefined) throw new Error('one was started');
    await rig.driven(rig.engine.stop(first.runId, 'x', 'x'));
    // As it stood before its claim: accepted, without executor, and its name used up.
    const item = await rig.store.get({ partition: `run#${first.runId}`, sort: 'run' });
    if (item === undefined) throw new Error('it has a record');
    const { executor: _, ...rest } = item.attributes;
    const accepted = { ...rest, phase: 'ACCEPTED' };
    await rig.store.transact([{ put: item.key, attributes: accepted }, ...(await leaseAndSlots(rig))]);

    const pass = await rig.due();

    expect(pass.started).toEqual([[runOf(SOLO), runOf(FLEET)].find((runId) => runId !== first.runId)]);
  });

  it('a record of another version is passed over', async () => {
    const rig = await makeRig({ at: OPENS, ...onlySolo() });
    const key = { partition: 'run#strange', sort: 'run' };
    await rig.store.transact([{ put: key, attributes: { attention: 'runs', attentionAt: OPENS } }]);
    expect(await rig.due()).toMatchObject({ started: [runOf(SOLO)] });
    expect(rig.lines.some(({ what }) => what.includes('run#strange'))).toBe(true);
  });

  it('a start that fails is tried again in the next pass', async () => {
    let fails = true;
    const rig = await makeRig({ at: OPENS, ...onlySolo() });
    const due = makeDue({
      ...rig.ports,
      executions: {
        ...rig.ports.executions,
        start: async (runId) => {
          if (fails) throw new Error('throttled');
          return await rig.ports.executions.start(runId);
        },
      },
    });
    const frame = { remaining: () => HOUR };
    expect(await due({}, frame)).toMatchObject({ started: [], waiting: 1 });
    fails = false;
    expect(await due({}, frame)).toMatchObject({ started: [runOf(SOLO)] });
  });

  it('a store without a plan has nothing due', async () => {
    const rig = await makeRig({ at: OPENS });
    await rig.store.transact([{ delete: { partition: 'control', sort: 'plan' } }]);
    expect(await rig.due()).toEqual({ started: [], skipped: [], waiting: 0 });
  });
});

async function leaseAndSlots(rig: Rig) {
  const slots = await rig.slots();
  return slots.map(({ key }) => ({ delete: key }));
}

describe('a minute in which nothing is due', () => {
  it('asks the store three times: where it stands, what needs attention, and to move the watermark', async () => {
    const asked: string[] = [];
    const rig = await makeRig({
      at: OPENS - HOUR,
      ...onlySolo(),
      over: (ports) => ({ ...ports, store: noting(ports.store, asked) }),
    });
    await rig.due();
    await rig.clock.advanceTo(OPENS - HOUR + MINUTE);
    asked.length = 0;

    await rig.due();

    expect(asked).toEqual(['getMany plan watermark', 'find', 'transact']);
  });
});

/** A store that notes what it is asked for. Of no keys at all, none of them sends a request. */
const noting = (store: Store, asked: string[]): Store => ({
  ...store,
  get(key) {
    asked.push(`get ${key.sort}`);
    return store.get(key);
  },
  getMany(keys) {
    if (keys.length > 0) asked.push(`getMany ${keys.map(({ sort }) => sort).join(' ')}`);
    return store.getMany(keys);
  },
  find(query) {
    asked.push('find');
    return store.find(query);
  },
  transact(writes) {
    asked.push('transact');
    return store.transact(writes);
  },
});
