import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { planVersion } from '../../shared/steps/plan-in-force.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import { HOUR, type Instant, MINUTE } from '../../shared/time/clock.ts';
import { PLAN_HASH } from './ground.ts';
import { FLEET, makeRig, type Rig, type RigOptions, rule, SOLO } from './rig.ts';

const MORNING = Date.parse('2026-11-24T09:00:00+08:00');
const UNREACHABLE = { delivered: false, code: 'TIMEOUT', permanent: false } as const;

const toDba = (entry: object = {}): RigOptions => ({
  plan: (plan) => ({
    ...plan,
    limits: { atOnce: 9, stopAfter: 9 },
    notify: { dba: { feishu: 'bot', ...entry }, sre: { wecom: 'bot' } },
  }),
});

/** One settle that stays, as a process keeps it. */
async function morning(options: RigOptions = toDba()) {
  const rig = await makeRig(options);
  const settle = makeSettle(rig.ports);
  const pass = async (at: Instant) => {
    await rig.clock.advanceTo(at);
    await rig.driven(settle({}, { remaining: () => HOUR }));
  };
  return { rig, pass };
}

const digests = (rig: Rig, entry = 'dba') =>
  rig.people.arrived
    .filter((one) => one.message.kind === 'digest' && one.entry === entry)
    .map((one) => one.message);

describe('the digest of an entry', () => {
  it('leaves at its time with all that closed since the day before, once', async () => {
    const { rig, pass } = await morning();
    await rig.ran();
    await rig.ran({ key: 'key-2', instance: FLEET });
    await pass(MORNING - 1);
    expect(digests(rig)).toEqual([]);
    await pass(MORNING);
    for (let minute = 1; minute < 30; minute += 1) await pass(MORNING + minute * MINUTE);

    const [digest, ...more] = digests(rig);
    expect(more).toEqual([]);
    expect(digest).toMatchObject({
      id: 'digest/dba/2026-11-24T01:00:00.000Z',
      title: 'Offpeak 2026-11-24: 2 succeeded',
      paragraphs: [
        'From Mon 2026-11-23 09:00 Asia/Shanghai to Tue 2026-11-24 09:00 Asia/Shanghai.',
        `Succeeded (proven), 2: ${SOLO} and ${FLEET}`,
      ],
    });
  });

  it('has a line also where nothing happened, and one for an entry that no rule names', async () => {
    const { rig, pass } = await morning();
    await pass(MORNING);
    expect(digests(rig)[0]?.paragraphs).toContain('No run ended.');
    expect(digests(rig, 'sre')).toHaveLength(1);
  });

  it('tells trouble first, and what is still held', async () => {
    const { rig, pass } = await morning();
    await rig.ran();
    rig.model.arm({ fault: 'server-error', status: 500, executes: false, instance: FLEET });
    const held = await rig.ran({ key: 'key-2', instance: FLEET });
    expect(held).toMatchObject({ hold: true });
    await pass(MORNING);

    const { paragraphs = [] } = digests(rig)[0] ?? {};
    expect(paragraphs[1]).toContain(FLEET);
    expect(paragraphs.at(-1)).toBe(
      `Still held, waiting for settle or a person: ${FLEET} (offpeak show ${held.runId})`,
    );
  });

  it('names what is held to those whom its rule names, and to no other entry', async () => {
    const { rig, pass } = await morning({
      plan: (plan) => ({
        ...plan,
        ...toDba().plan?.(plan),
        rules: [rule('solo', SOLO), rule('fleet', FLEET, { target: { kind: 'other-zone' }, notify: 'sre' })],
      }),
    });
    rig.model.arm({ fault: 'server-error', status: 500, executes: false, instance: FLEET });
    expect(await rig.ran({ instance: FLEET })).toMatchObject({ hold: true });
    await pass(MORNING);

    expect(digests(rig, 'sre')[0]?.paragraphs.at(-1)).toContain(FLEET);
    expect(JSON.stringify(digests(rig, 'dba'))).not.toContain(FLEET);
  });

  it('reads what to tell once for all entries, and only where one is to be told', async () => {
    const asked: string[] = [];
    const { rig, pass } = await morning({
      ...toDba(),
      over: (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          find: async (query) => {
            asked.push(query.to === undefined ? 'held' : query.index);
            return await ports.store.find(query);
          },
        },
      }),
    });
    rig.people.answer(() => UNREACHABLE);
    await pass(MORNING);
    expect(asked.filter((what) => what !== 'attention')).toEqual(expect.arrayContaining(['held', 'month']));
    expect(asked.filter((what) => what === 'held')).toHaveLength(1);

    await pass(MORNING + 3 * HOUR);
    asked.length = 0;
    await pass(MORNING + 3 * HOUR + MINUTE);
    expect(asked).toEqual(['attention']);
  });

  it('of one entry fails for itself: the others leave, once, and it is tried again each minute', async () => {
    let tries = 0;
    const prefixes: string[] = [];
    const { rig, pass } = await morning({
      ...toDba(),
      over: (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          list: async (partition, prefix) => {
            if (prefix?.endsWith('#sre#')) {
              tries += 1;
              if (tries < 4) throw new Error('a record that nobody can read');
            } else if (prefix !== undefined) prefixes.push(prefix);
            return await ports.store.list(partition, prefix);
          },
        },
      }),
    });
    await pass(MORNING);
    expect(digests(rig)).toHaveLength(1);
    expect(rig.lines.some(({ what }) => what.includes('the digest of sre is not sent yet'))).toBe(true);

    prefixes.length = 0;
    for (let minute = 1; minute <= 4; minute += 1) await pass(MORNING + minute * MINUTE);
    expect(digests(rig, 'sre')).toHaveLength(1);
    expect(digests(rig)).toHaveLength(1);
    expect(prefixes.filter((prefix) => prefix.includes('dba'))).toEqual([]);
  });

  it('is sent once a day also after a restart, and by two processes', async () => {
    const { rig, pass } = await morning();
    await pass(MORNING);
    await rig.settle();
    await Promise.all([rig.settle(), rig.settle()]);
    expect(digests(rig)).toHaveLength(1);
  });

  it('waits for its people, and then goes out with what it was to tell; the next one begins where it ended', async () => {
    const { rig, pass } = await morning();
    await rig.ran();
    rig.people.answer(() => UNREACHABLE);
    await pass(MORNING);
    await pass(MORNING + 5 * MINUTE);
    rig.people.answer(() => undefined);
    await pass(MORNING + 3 * HOUR);
    await pass(MORNING + 24 * HOUR);

    expect(digests(rig).map(({ title }) => title)).toEqual([
      'Offpeak 2026-11-24: 1 succeeded',
      'Offpeak 2026-11-25: no run ended',
    ]);
  });

  it('leaves nothing out of days on which nothing ran here', async () => {
    const { rig, pass } = await morning();
    await pass(MORNING - 24 * HOUR + 1);
    await rig.ran();
    await pass(MORNING + 3 * 24 * HOUR);
    expect(digests(rig).at(-1)?.title).toBe('Offpeak 2026-11-27: 1 succeeded');
  });

  it('leaves nothing out where a plan is applied again before the first one, or names another entry by then', async () => {
    const { rig, pass } = await morning();
    await rig.ran();
    await rig.ran({ key: 'key-2', instance: FLEET });
    await rig.clock.advanceTo(MORNING - 30 * MINUTE);
    await applyPlan(rig.ports, {
      ...(await planVersion(rig.store, PLAN_HASH)),
      hash: 'c'.repeat(64),
      rules: [rule('solo', SOLO), rule('fleet', FLEET, { notify: 'sre' })],
    });
    await pass(MORNING);

    expect(digests(rig).map(({ title }) => title)).toEqual(['Offpeak 2026-11-24: 1 succeeded']);
    expect(digests(rig, 'sre').map(({ title }) => title)).toEqual(['Offpeak 2026-11-24: 1 succeeded']);
  });

  it('does not leave for a plan that was applied after its time: the first one comes the next morning', async () => {
    const { rig, pass } = await morning({ ...toDba(), at: MORNING + MINUTE });
    await pass(MORNING + 2 * MINUTE);
    expect(digests(rig)).toEqual([]);
    await pass(MORNING + 24 * HOUR);
    expect(digests(rig)).toHaveLength(1);
  });

  it('leaves at the time that the entry says, in its languages', async () => {
    const { rig, pass } = await morning(toDba({ digest: '07:30', languages: ['zh-CN'] }));
    await pass(MORNING - 90 * MINUTE);
    expect(digests(rig)[0]?.title).toBe('Offpeak 2026-11-24：没有运行结束');
  });

  it('costs a pass nothing between its times', async () => {
    let reads = 0;
    const { pass } = await morning({
      ...toDba(),
      over: (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          get: async (key) => {
            reads += 1;
            return await ports.store.get(key);
          },
        },
      }),
    });
    await pass(MORNING + 1);
    const before = reads;
    for (let minute = 1; minute < 10; minute += 1) await pass(MORNING + minute * MINUTE);
    expect(reads).toBe(before);
  });
});
