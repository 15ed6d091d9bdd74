import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../shared/protocol/record.ts';
import { makeCheckWindow } from '../../shared/steps/check-window.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { makeSwitchOver } from '../../shared/steps/switch-over.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { FLEET, makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const direct = (over: object = {}) => ({ instance: SOLO, key: 'k', reason: 'test', ...over });
const onlyRun = async (rig: Rig) => {
  const { keys } = await rig.store.find({ index: 'month', partition: '2026-11' });
  return await rig.run(keys[0]?.partition.slice('run#'.length) ?? '');
};
const LEASE = { partition: `lease#cn-beijing#${SOLO}`, sort: 'lease' };
const freeze = { name: 'sudden', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };

describe('two executions of one run', () => {
  it('one acts, the other is a duplicate that changes nothing', async () => {
    const rig = await makeRig();
    await rig.direct('first', direct());
    await rig.direct('second', direct());

    const second = await rig.ended('second');
    const first = await rig.ended('first');

    const { runId } = await onlyRun(rig);
    const outcomes = [first.output, second.output];
    expect(outcomes).toContainEqual({ runId, decision: 'duplicate' });
    expect(outcomes).toContainEqual(expect.objectContaining({ outcome: 'SUCCEEDED' }));
    expect(rig.executed()).toBe(1);
    expect(await rig.events(runId)).toEqual(['CLAIMED', 'SENDING', 'CLOSED']);
  });

  it('both refused at the same moment: one closes, the other is a duplicate all the same', async () => {
    const rig = await makeRig();
    await rig.apply((plan) => ({ ...plan, freezes: [freeze] }));
    await rig.direct('first', direct());
    await rig.direct('second', direct());

    const ends = [await rig.ended('second'), await rig.ended('first')];

    const { runId } = await onlyRun(rig);
    expect(ends.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(ends.map(({ output }) => output)).toContainEqual({ runId, decision: 'duplicate' });
    expect(await rig.run(runId)).toMatchObject({ outcome: 'SKIPPED', reason: 'FREEZE' });
  });

  it('the second comes long after: it is told so by the run’s record', async () => {
    const rig = await makeRig();
    await rig.direct('first', direct());
    await rig.ended('first');
    await rig.direct('late', direct());

    const { runId } = await onlyRun(rig);
    expect((await rig.ended('late')).output).toEqual({ runId, decision: 'duplicate' });
    expect(rig.executed()).toBe(1);
  });

  it('the second names the run and no key: it is refused, and the run goes its way', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    await rig.direct('second', { runId });

    expect(await rig.ended('second')).toMatchObject({ status: 'FAILED', error: 'InputRefused' });
    expect(await rig.ended(runId)).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'SUCCEEDED' } });
    expect(rig.executed()).toBe(1);
  });
});

describe('a direct start', () => {
  it('waits for its window without a lease, then switches', async () => {
    const rig = await makeRig({ at: NIGHT - 8 * HOUR });
    await rig.direct('mine', direct());
    await rig.clock.advanceTo(NIGHT - 7 * HOUR);
    expect(await onlyRun(rig)).toMatchObject({ phase: 'WAITING', refusal: { reason: 'WINDOW' } });
    expect(await rig.lease()).toBeUndefined();

    expect(await rig.ended('mine')).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'SUCCEEDED' } });
    expect(rig.model.executed()[0]?.at).toBeGreaterThanOrEqual(NIGHT - 10 * MINUTE);
  });

  it('waits for the instant that it asked for', async () => {
    const rig = await makeRig();
    const at = NIGHT + HOUR;
    await rig.direct('mine', direct({ when: new Date(at).toISOString() }));
    await rig.ended('mine');
    expect(rig.model.executed()[0]?.at).toBe(at);
  });

  it('waits under a stop until it is lifted', async () => {
    const rig = await makeRig();
    await rig.stop('everything');
    await rig.direct('mine', direct());
    await rig.clock.advanceTo(NIGHT + HOUR);
    expect(await onlyRun(rig)).toMatchObject({ phase: 'WAITING', refusal: { reason: 'STOP' } });
    await rig.resume('everything');
    await rig.ended('mine');
    expect(await onlyRun(rig)).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('waits until the cutoff and no longer: one SKIPPED, with what it waited for', async () => {
    const rig = await makeRig();
    await rig.stop('everything');
    await rig.direct('mine', direct());

    expect(await rig.ended('mine')).toMatchObject({ status: 'SUCCEEDED' });

    expect(await onlyRun(rig)).toMatchObject({
      outcome: 'SKIPPED',
      reason: 'STOP',
      closedAt: NIGHT + 2 * HOUR + 10 * MINUTE,
    });
  });

  it('waits for a slot, and takes it when the run before has closed', async () => {
    const rig = await makeRig();
    const first = await rig.accepted({ instance: FLEET });
    await rig.clock.advanceTo(NIGHT + 5 * SECOND);
    await rig.direct('mine', direct());
    await rig.clock.advanceTo(NIGHT + 10 * SECOND);
    expect(rig.lines.some(({ what }) => what.includes('failed'))).toBe(false);

    await rig.ended(first);
    await rig.ended('mine');

    const [fleet, solo] = rig.told.map(({ run }) => run);
    expect([fleet?.outcome, solo?.outcome]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(rig.model.executed().at(-1)?.at).toBeGreaterThan(fleet?.closedAt ?? 0);
  });
});

describe('the gates before the claim', () => {
  it.each<{ name: string; seed?: object; instance?: string; code: string; reason: string }>([
    {
      name: 'a Standalone instance',
      seed: { instances: [{ id: SOLO, class: 'Standalone', zones: ['cn-beijing-a'] }] },
      ...{ reason: 'NOT_READY', code: 'WRONG_CLASS' },
    },
    {
      name: 'an instance that the vendor does not know',
      seed: { instances: [{ id: FLEET, zones: ['cn-beijing-a', 'cn-beijing-b'] }] },
      ...{ reason: 'NOT_READY', code: 'INSTANCE_UNKNOWN' },
    },
  ])('$name: SKIPPED at once, nothing taken', async ({ seed, reason, code }) => {
    const rig = await makeRig({ ...(seed && { seed }) });

    expect(await rig.ran()).toMatchObject({ outcome: 'SKIPPED', reason, decision: { code } });

    expect(await rig.lease()).toBeUndefined();
    expect(await rig.slots()).toEqual([]);
    expect(rig.asked('SwitchOver')).toBe(0);
  });

  it('an instance in an unknown status waits, and is SKIPPED with that at the cutoff', async () => {
    const rig = await makeRig({
      seed: { instances: [{ id: SOLO, status: 'Meditating', zones: ['cn-beijing-a', 'cn-beijing-b'] }] },
    });
    expect(await rig.ran()).toMatchObject({
      ...{ outcome: 'SKIPPED', reason: 'NOT_READY' },
      decision: { code: 'NOT_RUNNING', data: { status: 'Meditating' } },
    });
  });

  it('an instance that is busy is waited for', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    const busy = { owner: 'run-2', fence: 3, leaseExpiresAt: NIGHT + 20 * MINUTE };
    await rig.store.transact([{ put: LEASE, attributes: busy }]);
    await rig.clock.advanceTo(NIGHT + 19 * MINUTE);
    expect(await rig.run(runId)).toMatchObject({ phase: 'WAITING', refusal: { reason: 'BUSY' } });

    await rig.ended(runId);

    expect(await rig.run(runId)).toMatchObject({ outcome: 'SUCCEEDED', fence: 4 });
    expect(rig.model.executed()[0]?.at).toBeGreaterThan(NIGHT + 20 * MINUTE + 5 * SECOND);
  });

  it('a lease that expired without a hold is taken over; its old owner sends nothing any more', async () => {
    const rig = await makeRig();
    const expired = { owner: 'run-2', fence: 3, leaseExpiresAt: NIGHT - 6 * SECOND };
    await rig.store.transact([{ put: LEASE, attributes: expired }]);
    expect(await rig.ran()).toMatchObject({ outcome: 'SUCCEEDED', fence: 4 });
  });

  it('a hold outlives every expiry', async () => {
    const rig = await makeRig();
    const held = attributesOf({ owner: 'run-2', fence: 3, leaseExpiresAt: NIGHT - DAY, hold: 'UNKNOWN' });
    const runId = await rig.accepted();
    await rig.store.transact([{ put: LEASE, attributes: held }]);
    await rig.ended(runId);
    expect(await rig.run(runId)).toMatchObject({
      ...{ outcome: 'SKIPPED', reason: 'BUSY' },
      decision: { code: 'INSTANCE_HELD' },
    });
  });

  it('what they said is kept with the claim', async () => {
    const rig = await makeRig();
    const { runId } = await rig.ran();
    const [claimed] = await rig.store.list(`audit#${runId}`);
    expect(JSON.stringify(claimed?.attributes.detail)).toContain('WINDOW_OPEN');
  });
});

const FRAME = { remaining: () => HOUR };

describe('an invocation of CheckWindow that is paused while the platform retries it', () => {
  it('finds the run claimed and sent by the retry, and leaves it where it is', async () => {
    const rig = await makeRig();
    const started = await rig.start({ when: 'window' });
    if (!started.started) throw new Error(started.what);
    const { runId } = started.run;
    const input = { input: { runId }, execution: `embedded:execution:offpeak:${runId}` };

    const retried = async () => {
      await makeCheckWindow(rig.ports)(input, FRAME);
      await makeSwitchOver(rig.ports)({ runId, execution: input.execution }, FRAME);
    };
    const paused = await makeCheckWindow(pausedBeforeItsClaim(rig.ports, retried))(input, FRAME);

    expect(rig.executed()).toBe(1);
    expect(paused).toEqual({ runId, decision: 'yes' });
    expect(await rig.run(runId)).toMatchObject({ phase: 'OBSERVING' });
    expect(await rig.lease()).toMatchObject({ owner: runId, hold: 'SENT' });
  });
});

/** The process stands still right before its first transaction, long enough for `meanwhile`. */
function pausedBeforeItsClaim(ports: Ports, meanwhile: () => Promise<void>): Ports {
  let waited = false;
  return {
    ...ports,
    store: {
      ...ports.store,
      async transact(writes) {
        if (!waited) {
          waited = true;
          await meanwhile();
        }
        return await ports.store.transact(writes);
      },
    },
  };
}
