import { describe, expect, it } from 'vitest';
import type { Plan } from '../../shared/plan/plan.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import { planVersion } from '../../shared/steps/plan-in-force.ts';
import { attemptSend } from '../../shared/steps/send-batch.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { storeWithMoment, withRedis } from './moments.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const BEFORE_THE_SEND = { asked: 0, executed: 0 };
const withoutCutoff = (windows: Plan['windows']) =>
  Object.fromEntries(Object.entries(windows).map(([name, window]) => [name, { ...window, cutoff: 0 }]));
const whatWasSent = (rig: Rig) => ({ asked: rig.asked('SwitchOver'), executed: rig.executed() });

describe('between the claim of a send and the send', () => {
  it('a stop keeps the bytes here: NOT_SENT, SKIPPED with that reason, everything freed', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', () => rig.stop(`instance:cn-beijing/${SOLO}`)),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SKIPPED', reason: 'STOP', decision: { code: 'STOPPED' } });
    expect((await rig.file(run.runId)).sends).toEqual([
      expect.objectContaining({ answer: 'NOT_SENT', notSentBecause: 'STOPPED' }),
    ]);
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
    expect(await rig.lease()).toMatchObject({ lastClaimedSendAt: NIGHT });
    expect((await rig.lease())?.owner).toBeUndefined();
    expect((await rig.lease())?.hold).toBeUndefined();
  });

  it('a freeze does', async () => {
    const today = { name: 'sudden', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', () => rig.apply((plan) => ({ ...plan, freezes: [today] }))),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SKIPPED', reason: 'FREEZE', decision: { code: 'FROZEN' } });
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
  });

  it('a pause past the end of the signature does', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', () => rig.clock.sleepUntil(rig.clock.now() + 20 * SECOND)),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({
      ...{ outcome: 'SKIPPED', reason: 'WINDOW' },
      decision: { code: 'LAST_LOOK_TOO_LATE', data: { latestAt: NIGHT + 20 * SECOND } },
    });
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
  });

  it('a pause between the gates and the signature does: its bytes could arrive after the close', async () => {
    const closesAt = NIGHT + 2 * HOUR + 20 * MINUTE;
    const rig: Rig = await makeRig({
      at: closesAt - 40 * SECOND,
      plan: (plan) => ({ ...plan, windows: withoutCutoff(plan.windows) }),
      store: storeWithMoment('after', 'pin#', () => rig.clock.sleepUntil(closesAt - 20 * SECOND)),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({
      ...{ outcome: 'SKIPPED', reason: 'WINDOW', opening: { closesAt } },
      decision: { code: 'NO_ROOM_LEFT', data: { notAfterAt: closesAt - 5 * SECOND } },
    });
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
  });

  it('an hour’s pause ends with nothing sent, long after the run was closed without it', async () => {
    let woke = false;
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'send#', async () => {
        await rig.clock.sleepUntil(rig.clock.now() + HOUR);
        woke = true;
      }),
    });

    const run = await rig.ran();
    expect(run).toMatchObject({ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true });
    expect(woke).toBe(false);
    await rig.minutes(75);

    expect(woke).toBe(true);
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
    expect((await rig.file(run.runId)).sends).toEqual([expect.objectContaining({ answer: 'NOT_SENT' })]);
    expect(await rig.run(run.runId)).toMatchObject({
      ...{ outcome: 'UNKNOWN', settled: { as: 'NOT_SWITCHED' } },
    });
  });

  it('stops that cannot be read count as stopped', async () => {
    let unreadable = false;
    const store = storeWithMoment('after', 'send#', async () => {
      unreadable = true;
    });
    const rig = await makeRig({
      store: {
        ...store,
        list: async (partition, prefix) => {
          if (unreadable && partition === 'control') throw new StoreUnavailable('throttled');
          return await store.list(partition, prefix);
        },
      },
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SKIPPED', decision: { code: 'STOPS_UNREADABLE' } });
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
  });
});

describe('a send', () => {
  it('is not made without the lease', async () => {
    const other = attributesOf({ owner: 'run-2', fence: 2, leaseExpiresAt: NIGHT + HOUR });
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', (store) =>
        store.transact([
          { put: { partition: `lease#cn-beijing#${SOLO}`, sort: 'lease' }, attributes: other },
        ]),
      ),
    });

    const run = await rig.ran();

    expect(run).toMatchObject({ outcome: 'SKIPPED', reason: 'BUSY', decision: { code: 'LEASE_LOST' } });
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
    expect(await rig.lease()).toMatchObject({ owner: 'run-2', fence: 2 });
  });

  it('is not made when the run is cancelled right before its claim', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('before', 'send#', async () => {
        const [run] = await runs(rig);
        // Not awaited: stopping an execution waits for its step, and this is that step.
        void rig.cancel(run ?? '');
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      }),
    });
    const runId = await rig.accepted();

    expect(await rig.ended(runId)).toMatchObject({ status: 'ABORTED' });

    expect(await rig.run(runId)).toMatchObject({ outcome: 'CANCELLED' });
    expect((await rig.file(runId)).sends).toEqual([]);
    expect(whatWasSent(rig)).toEqual(BEFORE_THE_SEND);
  });

  it('belongs to whoever claimed it: a second process that is as far has nothing to send', async () => {
    const rig: Rig = await makeRig({
      store: storeWithMoment('after', 'pin#', () => new Promise(() => undefined)),
    });
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + SECOND);
    const { run, pins } = await rig.file(runId);
    const [pinned] = pins;
    const account = (await planVersion(rig.store, run.plan)).accounts.prod;
    if (pinned === undefined || account === undefined) throw new Error('the run is pinned');
    const targets = pinned.pins.map(({ target }) => target);
    const attempt = { run, account, pinned, attempt: 1, targets };

    const both = await rig.driven(
      Promise.all([attemptSend(rig.ports, attempt), attemptSend(rig.ports, attempt)]),
    );

    expect(both.map(({ what }) => what).sort()).toEqual(['answered', 'taken']);
    expect(rig.asked('SwitchOver')).toBe(1);
  });

  it('is signed for its whole life before the claim, and carries the token of its batch', async () => {
    const signed: { life: number; token: string | undefined }[] = [];
    const rig = await makeRig({
      over: withRedis((redis) => ({
        prepareSwitchOver: (request) => {
          signed.push({ life: request.lifeSeconds, token: request.clientToken });
          return redis.prepareSwitchOver(request);
        },
      })),
    });

    const run = await rig.ran();

    expect(signed).toEqual([{ life: 30, token: `offpeak-${run.runId}-1` }]);
    expect((await rig.file(run.runId)).sends).toMatchObject([{ expiresAt: NIGHT + 30 * SECOND }]);
  });

  it('whose answer comes after the run has moved on keeps that answer', async () => {
    const rig: Rig = await makeRig({
      over: withRedis((redis) => ({
        sendSwitchOver: async (prepared) => {
          const answer = await redis.sendSwitchOver(prepared);
          await rig.clock.sleepUntil(rig.clock.now() + 2 * MINUTE);
          return answer;
        },
      })),
    });

    const run = await rig.ran();
    await rig.minutes(3);

    expect(run).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'no' });
    expect((await rig.file(run.runId)).sends).toMatchObject([{ answer: 'accepted' }]);
    expect(whatWasSent(rig)).toEqual({ asked: 1, executed: 1 });
  });
});

async function runs(rig: Rig): Promise<string[]> {
  const page = await rig.store.find({ index: 'attention', partition: 'runs' });
  return page.keys.map(({ partition }) => partition.slice('run#'.length));
}
