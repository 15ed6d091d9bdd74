import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import { NEEDS_ATTENTION, type Run } from '../../shared/protocol/run.ts';
import { addToken } from '../../shared/protocol/tokens.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import type { Write } from '../../shared/store/store.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import { aRun, putRun, REGION } from '../protocol/runs.ts';
import { makeRig, NIGHT, PLAN_HASH, type Rig } from './rig.ts';

/** The parts that can hang, each for as long as its client would wait. */
interface Hanging {
  vendor?: boolean;
  /** For this long at each event of a run with such an outcome. */
  bus?: { readonly of: string; readonly for: number; readonly fails?: boolean };
}

interface Stage {
  readonly rig: Rig;
  /** The instances that the vendor was asked about, in order. */
  readonly looked: string[];
  /** One pass in an invocation of two minutes. Returns how long it took. */
  pass(): Promise<number>;
  /** Who was told of trouble so far. */
  told(): readonly unknown[];
}

async function stage(hanging: Hanging, ...runs: readonly Run[]): Promise<Stage> {
  const looked: string[] = [];
  const rig = await makeRig({ at: NIGHT + HOUR, over: (ports) => hang(ports, hanging, looked) });
  for (const run of runs) {
    await rig.store.transact([putRun(run)]);
    const { runId: owner, fence } = run;
    if (run.phase === 'OBSERVING') await rig.store.transact([putSend(run.runId)]);
    if (run.hold !== true || fence === undefined) continue;
    const attributes = attributesOf({ owner, fence, hold: 'UNKNOWN' });
    await rig.store.transact([{ put: keys.lease(REGION, run.instance.split('/')[1] ?? ''), attributes }]);
  }
  return {
    rig,
    looked,
    async pass() {
      const began = rig.clock.now();
      const frame = { remaining: () => began + 2 * MINUTE - rig.clock.now() };
      await rig.driven(makeSettle(rig.ports)({}, frame));
      return rig.clock.now() - began;
    },
    told: () =>
      rig.people.arrived.filter(({ message }) => message.kind === 'trouble').map(({ message }) => message.id),
  };
}

function hang<Some extends Omit<Ports, 'executions'>>(ports: Some, hanging: Hanging, looked: string[]): Some {
  const wait = (time: number) => ports.clock.sleepUntil(ports.clock.now() + time);
  return {
    ...ports,
    redis: (account) => ({
      ...ports.redis(account),
      async describeInstance(instanceId) {
        looked.push(instanceId);
        if (hanging.vendor === true) await wait(20 * SECOND);
        throw new ReadFailed('DescribeDBInstanceDetail', instanceId, { code: 'Timeout' });
      },
    }),
    announcer: {
      ...ports.announcer,
      async closed(run) {
        const { bus } = hanging;
        if (bus === undefined || bus.of !== run.outcome) return await ports.announcer.closed(run);
        await wait(bus.for);
        if (bus.fails === true) throw new Error('the bus did not answer');
      },
    },
  };
}

const listed = { plan: PLAN_HASH, rule: 'solo', phase: 'CLOSED', attention: NEEDS_ATTENTION } as const;

/** Closed by a step that died before it told anybody. */
const failed = (runId: string, closedAt = NIGHT + HOUR - MINUTE): Run =>
  aRun({ ...listed, runId, outcome: 'FAILED', reason: 'NOT_SWITCHED', closedAt, attentionAt: closedAt });

const skipped = (runId: string): Run =>
  aRun({ ...listed, runId, outcome: 'SKIPPED', reason: 'STOP', closedAt: NIGHT, attentionAt: NIGHT });

const held = (name: string, attentionAt = NIGHT): Run =>
  aRun({
    ...{ ...listed, runId: `held-${name}`, instance: `${REGION}/redis-${name}`, fence: 1, hold: true },
    ...{ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', closedAt: NIGHT, announcedAt: NIGHT, attentionAt },
  });

/** Sent, and its execution is gone. */
const sent = (name: string): Run =>
  aRun({
    ...{ ...listed, phase: 'OBSERVING', runId: `sent-${name}`, instance: `${REGION}/redis-${name}` },
    ...{ executor: 'gone', attentionAt: NIGHT - HOUR },
  });

function putSend(runId: string): Write {
  const by = { batch: 1, attempt: 1, by: 'gone', targets: [], answer: 'ambiguous' };
  const times = { claimedAt: NIGHT + HOUR - MINUTE, lifeEndsAt: NIGHT + HOUR - MINUTE };
  return { put: keys.send(runId, 1, 1), attributes: attributesOf({ ...by, ...times }) };
}

const of = (count: number, make: (name: string) => Run): readonly Run[] =>
  Array.from({ length: count }, (_value, at) => make(String(at)));

describe('a close whose closing step died is told of in the first pass', () => {
  it('behind held runs whose vendor hangs', async () => {
    const { rig, pass, told } = await stage({ vendor: true }, ...of(5, held), failed('needs-people'));
    const began = rig.clock.now();
    await pass();

    expect(told()).toContain('needs-people/trouble');
    expect((await rig.run('needs-people')).announcedAt).toBe(began);
  });

  it('behind open runs whose execution is gone and whose vendor hangs', async () => {
    const { rig, pass, told } = await stage({ vendor: true }, ...of(6, sent), failed('needs-people'));
    const began = rig.clock.now();
    await pass();

    expect(told()).toContain('needs-people/trouble');
    expect((await rig.run('needs-people')).announcedAt).toBe(began);
  });

  it('behind hundreds that were skipped', async () => {
    const { pass, told } = await stage(
      { bus: { of: 'SKIPPED', for: SECOND } },
      ...of(300, (name) => skipped(`skipped-${name}`)),
      failed('needs-people'),
    );
    const took = await pass();

    expect(told()).toEqual(['needs-people/trouble']);
    expect(took).toBeLessThan(MINUTE);
  });

  it('or in one of the next, whatever number of others a bus that hangs keeps in the outbox', async () => {
    const { pass, told } = await stage(
      { bus: { of: 'FAILED', for: 10 * SECOND, fails: true } },
      ...of(12, (name) => failed(`failed-${name}`)),
    );
    for (let minute = 0; minute < 3; minute += 1) await pass();

    expect(told()).toHaveLength(12);
  });
});

describe('whoever is still to be told does not wait for a vendor that hangs', () => {
  it('neither a workflow nor people, of a run that is held or of one that is not', async () => {
    const { rig, pass, told } = await stage({ vendor: true }, ...of(5, held), {
      ...failed('waited-for'),
      announcedAt: NIGHT,
    });
    for (const runId of ['held-4', 'waited-for'])
      await rig.store.transact([addToken(await rig.run(runId), `token of ${runId}`)]);
    const began = rig.clock.now();
    const triedAt: number[] = [];
    rig.people.answer(() => void triedAt.push(rig.clock.now()));
    await pass();

    expect(told()).toHaveLength(6);
    expect(new Set(triedAt)).toEqual(new Set([began]));
    expect(rig.told.map(({ token }) => token)).toEqual(['token of held-4', 'token of waited-for']);
    expect((await rig.run('waited-for')).attention).toBeUndefined();
  });
});

describe('what the vendor is asked about', () => {
  it('is looked at in a pass that is full of things to tell', async () => {
    const { rig, looked, pass } = await stage(
      { vendor: true, bus: { of: 'SKIPPED', for: 8 * SECOND } },
      ...of(50, (name) => skipped(`skipped-${name}`)),
      held('late', NIGHT + HOUR),
    );
    const took = await pass();

    expect(looked).toEqual(['redis-late']);
    expect((await rig.run('held-late')).looks).toHaveLength(1);
    expect(took).toBeLessThan(100 * SECOND);
  });

  it.each([
    { name: 'held', runs: of(5, held) },
    { name: 'held or open', runs: [...of(2, sent), ...of(5, held).slice(2)] },
  ])('has its turns one after the other while the vendor hangs: $name', async ({ runs }) => {
    const { looked, pass } = await stage({ vendor: true }, ...runs);
    const took: number[] = [];
    for (let minute = 0; minute < 6; minute += 1) took.push(await pass());

    const turns = Map.groupBy(looked, (instance) => instance);
    expect(looked).toHaveLength(12);
    expect([...turns.values()].map(({ length }) => length).toSorted()).toEqual([2, 2, 2, 3, 3]);
    expect(Math.max(...took)).toBe(40 * SECOND);
  });
});
