import { describe, expect, it } from 'vitest';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { DAY, HOUR, MINUTE } from '../../shared/time/clock.ts';
import { FLEET, makeRig, NIGHT, SOLO } from './rig.ts';

const OPENS = NIGHT - 10 * MINUTE;

describe('a request', () => {
  it('twice under one key is one run, for as long as its record lives', async () => {
    const rig = await makeRig();
    const [first, second] = [await rig.start(), await rig.start()];
    if (!first.started || !second.started) throw new Error('both are started');
    expect(second).toMatchObject({ repeated: true, run: { runId: first.run.runId } });
    await rig.ended(first.run.runId);
    await rig.apply((plan) => ({ ...plan, rules: [] }));
    expect(await rig.start()).toMatchObject({ started: true, repeated: true });
    expect(rig.executed()).toBe(1);
  });

  it('two at the same instant are one run', async () => {
    const rig = await makeRig();
    const both = await Promise.all([rig.start(), rig.start()]);
    const ids = both.map((answer) => (answer.started ? answer.run.runId : answer.what));
    expect(new Set(ids).size).toBe(1);
    await rig.ended(ids[0] ?? '');
    expect(rig.executed()).toBe(1);
  });

  it('that has seen no run yet, while the first of its key goes on, is answered with that run', async () => {
    let meanwhile: (() => Promise<unknown>) | undefined;
    const store = makeMemoryStore({
      async onCall({ operation, moment }) {
        const act = operation === 'get' && moment === 'after' ? meanwhile : undefined;
        if (act !== undefined) meanwhile = undefined;
        await act?.();
      },
    });
    const rig = await makeRig({ store });
    meanwhile = () => rig.ran();

    expect(await rig.start()).toMatchObject({ started: true, repeated: true });
    expect(rig.executed()).toBe(1);
  });

  it.each([
    { name: 'instance', change: { instance: FLEET } },
    { name: 'target', change: { target: { kind: 'other-zone' } as const } },
    { name: 'when', change: { when: 'window' } as const },
    { name: 'reason', change: { reason: 'another' } },
  ])('under a used key with another $name is refused', async ({ change }) => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    const before = await rig.run(runId);
    expect(await rig.start(change)).toEqual({ started: false, what: 'other body' });
    expect(await rig.run(runId)).toEqual(before);
  });

  it('is the same whoever repeats it', async () => {
    const rig = await makeRig();
    await rig.accepted();
    expect(await rig.start({ by: 'somebody else' })).toMatchObject({ repeated: true });
  });

  it.each([
    { name: 'an instance that no rule names', request: { instance: 'redis-x' }, what: 'unknown instance' },
    { name: 'a rule that is not there', request: { rule: 'x' }, what: 'unknown rule' },
    { name: 'a rule of another instance', request: { rule: 'fleet', instance: SOLO }, what: 'unknown rule' },
    { name: 'nothing', request: { instance: undefined }, what: 'unknown instance' },
    {
      name: 'an instant at which the window is closed',
      request: { when: NIGHT + 12 * HOUR },
      what: 'no opening',
    },
  ])('for $name is refused, and leaves no record', async ({ request, what }) => {
    const rig = await makeRig();
    expect(await rig.start(request)).toMatchObject({ started: false, what });
    expect((await rig.store.find({ index: 'month', partition: '2026-11' })).keys).toEqual([]);
  });

  it('for an instance that the plan leaves alone is refused with the plan’s own sentence', async () => {
    const rig = await makeRig({
      plan: (plan) => ({
        ...plan,
        rules: [{ name: 'alone', match: { instance: SOLO }, never: 'By hand only.' }],
      }),
    });
    expect(await rig.start()).toMatchObject({
      what: 'never',
      decision: { data: { sentence: 'By hand only.' } },
    });
  });
});

describe('now', () => {
  it.each<{ name: string; at: number; nextOpensAt: number }>([
    { name: 'before the window', at: OPENS - HOUR, nextOpensAt: OPENS },
    { name: 'after it', at: NIGHT + 6 * HOUR, nextOpensAt: OPENS + DAY },
    { name: 'past the cutoff', at: NIGHT + 2 * HOUR + 15 * MINUTE, nextOpensAt: OPENS + DAY },
  ])('$name is refused, and says when the window opens', async ({ at, nextOpensAt }) => {
    const rig = await makeRig({ at });
    expect(await rig.start()).toMatchObject({
      what: 'not now',
      decision: { code: 'BEFORE_OPEN' },
      nextOpensAt,
    });
    expect((await rig.store.find({ index: 'month', partition: '2026-11' })).keys).toEqual([]);
  });

  it('is refused under a stop, with its scope', async () => {
    const rig = await makeRig();
    await rig.stop(`instance:cn-beijing/${SOLO}`);
    const refused = await rig.start();
    expect(refused).toMatchObject({ what: 'not now', decision: { code: 'STOPPED' } });
    expect(refused).not.toHaveProperty('nextOpensAt');
  });

  it('is refused while another run has the last place', async () => {
    const rig = await makeRig();
    await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5_000);
    expect(await rig.start({ key: 'key-2', instance: FLEET })).toMatchObject({
      decision: { code: 'AT_ONCE_LIMIT' },
    });
    expect(await rig.start({ key: 'key-3' })).toMatchObject({ decision: { code: 'INSTANCE_BUSY' } });
  });

  it('is refused in a freeze', async () => {
    const rig = await makeRig({
      plan: (plan) => ({
        ...plan,
        freezes: [
          { name: 'Double 11', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' },
        ],
      }),
    });
    expect(await rig.start()).toMatchObject({ what: 'not now', decision: { code: 'FROZEN' } });
  });
});

describe('later', () => {
  it('window is started by due at the opening', async () => {
    const rig = await makeRig({ at: OPENS - 3 * MINUTE });
    const runId = await rig.accepted({ when: 'window' });
    await rig.minutes(2);
    expect(await rig.engine.describe(runId)).toBeUndefined();
    await rig.minutes(1);
    expect(await rig.engine.describe(runId)).toBeDefined();
    await rig.ended(runId);
    expect(rig.model.executed()[0]?.at).toBeGreaterThanOrEqual(OPENS);
  });

  it('an instant is started by due at that instant', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ when: NIGHT + 3 * MINUTE });
    await rig.minutes(2);
    expect(await rig.engine.describe(runId)).toBeUndefined();
    await rig.minutes(1);
    await rig.ended(runId);
    expect(rig.model.executed()[0]?.at).toBe(NIGHT + 3 * MINUTE);
  });
});
