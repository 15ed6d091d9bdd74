import { describe, expect, it } from 'vitest';
import { MESSAGE_PREFIX, runPartition } from '../../shared/protocol/keys.ts';
import { readDelivery } from '../../shared/protocol/messages.ts';
import { NEEDS_ATTENTION } from '../../shared/protocol/run.ts';
import { waitForPlace } from '../../shared/steps/keep-pace.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeFakeChannels } from '../notify/fake-channel.ts';
import { aRun, putRun } from '../protocol/runs.ts';
import { FLEET, makeRig, NIGHT, PLAN_HASH, type Rig, type RigOptions, rule, SOLO } from './rig.ts';

const LOST = { fault: 'server-error', status: 500, executes: false } as const;
const REFUSE = { fault: 'accept-without-executing' } as const;
const UNREACHABLE = { delivered: false, code: 'TIMEOUT', permanent: false } as const;
const GONE = { delivered: false, code: 'TARGET_UNKNOWN', permanent: true } as const;

const toldOn = (...kinds: readonly ('feishu' | 'wecom' | 'log')[]): RigOptions => ({
  plan: (plan) => ({
    ...plan,
    notify: { dba: Object.fromEntries(kinds.map((kind) => [kind, `secret-${kind}`])) },
  }),
});

/** A run whose only answer got lost: UNKNOWN, held. */
async function unknown(options: RigOptions = toldOn('feishu')) {
  const rig = await makeRig(options);
  rig.model.arm({ ...LOST, action: 'SwitchOver', instance: SOLO, times: 1 });
  return rig;
}

/** A run that the vendor accepts and does not execute: FAILED, nothing held, nothing to settle. */
async function failing(options: RigOptions = toldOn('feishu')) {
  const rig = await makeRig(options);
  rig.model.arm({ ...REFUSE, instance: SOLO });
  return rig;
}

/** What was told of runs, in order; the digests are another matter. */
const subjects = (rig: Rig) =>
  rig.people.arrived
    .filter(({ message }) => message.kind !== 'digest')
    .map(({ message }) => message.id.split('/')[1]);

/** What is recorded of a run's messages, by the end of its key. */
async function deliveries(rig: Rig, runId: string) {
  const items = await rig.store.list(runPartition(runId), MESSAGE_PREFIX);
  return Object.fromEntries(
    items.map((item) => [item.key.sort.slice(MESSAGE_PREFIX.length), readDelivery(item)]),
  );
}

describe('people are told', () => {
  it('of a trouble by its own execution, at the instant of its close, once, and that is recorded', async () => {
    const rig = await failing();
    const { runId, closedAt = 0 } = await rig.ran();

    expect(rig.people.arrived).toMatchObject([
      {
        entry: 'dba',
        kind: 'feishu',
        message: { id: `${runId}/trouble`, kind: 'trouble', command: 'offpeak resume account:prod' },
      },
    ]);
    expect(await deliveries(rig, runId)).toMatchObject({
      'trouble#dba#feishu': { attempts: 1, deliveredAt: closedAt },
    });
    await rig.minutes(3);
    expect(subjects(rig)).toEqual(['trouble']);
  });

  it('that the hold was settled, after its trouble', async () => {
    const rig = await unknown();
    const { runId } = await rig.ran();
    await rig.minutes(60, async () => (await rig.run(runId)).settled !== undefined);

    expect(subjects(rig)).toEqual(['trouble', 'settled']);
    expect((await rig.run(runId)).attention).toBeUndefined();
  });

  it('nothing at once of a run that went well, for which nothing is written either', async () => {
    const rig = await makeRig(toldOn('feishu'));
    const { runId } = await rig.ran();

    expect(rig.people.tried).toEqual([]);
    expect(await deliveries(rig, runId)).toEqual({});
  });

  it('nobody, where the rule names nobody', async () => {
    const { notify: _, ...silent } = rule('solo', SOLO);
    const rig = await unknown({ plan: (plan) => ({ ...plan, rules: [silent] }) });
    await rig.ran();
    expect(rig.people.tried).toEqual([]);
  });

  it('on the channels that the plan in force gives the entry, also of a run of an earlier plan', async () => {
    const rig = await unknown(toldOn('feishu'));
    const runId = await rig.accepted();
    await rig.apply((plan) => ({ ...plan, notify: { dba: { wecom: 'secret-new' } } }));
    await rig.ended(runId);

    expect(rig.people.arrived.map(({ kind }) => kind)).toEqual(['wecom']);
  });

  it('that the account is stopped, in the message of the run that stopped it', async () => {
    const rig = await makeRig(toldOn('feishu'));
    rig.model.arm({ ...REFUSE, instance: SOLO });
    await rig.ran();

    const [first] = rig.people.arrived;
    expect(first?.message.data).toMatchObject({ accountStopped: true });
    expect(first?.message.paragraphs.join('\n')).toContain('offpeak resume account:prod');
  });

  it('not that it is stopped while more bad outcomes are allowed', async () => {
    const rig = await makeRig({
      plan: (plan) => ({
        ...plan,
        ...toldOn('feishu').plan?.(plan),
        limits: { ...plan.limits, stopAfter: 2 },
      }),
    });
    rig.model.arm({ ...REFUSE, times: 2 });
    await rig.ran();
    await rig.ran({ key: 'key-2', instance: FLEET });

    expect(rig.people.arrived.map(({ message }) => 'accountStopped' in message.data)).toEqual([false, true]);
  });
});

describe('a message that does not arrive', () => {
  it('is tried again by settle until it does, and then no more', async () => {
    const rig = await failing();
    rig.people.answer(() => UNREACHABLE);
    const { runId } = await rig.ran();
    await rig.minutes(5);
    expect(rig.people.arrived).toEqual([]);
    expect(rig.people.tried.length).toBeGreaterThan(1);

    rig.people.answer(() => undefined);
    await rig.minutes(8);

    expect(subjects(rig)).toEqual(['trouble']);
    expect(await deliveries(rig, runId)).toMatchObject({
      'trouble#dba#feishu': { deliveredAt: expect.any(Number) },
    });
  });

  it('waits 30 s, then twice as long each time, an hour at most', async () => {
    const rig = await failing();
    const at: number[] = [];
    rig.people.answer(() => {
      at.push(rig.clock.now());
      return UNREACHABLE;
    });
    await rig.ran();
    await rig.minutes(500, undefined, 10 * SECOND);
    await rig.minutes(300);

    const gaps = at.slice(1).map((instant, index) => instant - (at[index] ?? 0));
    for (const [index, gap] of gaps.entries()) {
      const waited = Math.min(HOUR, 30 * SECOND * 2 ** index) * 1.125;
      expect(gap).toBeGreaterThanOrEqual(waited);
      expect(gap).toBeLessThanOrEqual(waited + 2 * MINUTE);
    }
    expect(gaps.length).toBeGreaterThan(8);
  });

  it('is tried no sooner than the other side asked for', async () => {
    const rig = await failing();
    rig.people.answer(() => ({ ...UNREACHABLE, code: 'THROTTLED', retryAfterSeconds: 600 }));
    await rig.ran();
    await rig.minutes(9);
    expect(rig.people.tried).toHaveLength(1);
    await rig.minutes(2);
    expect(rig.people.tried).toHaveLength(2);
  });

  it('that the other side will not have is tried again each hour: whoever mends the bot finds it in the group', async () => {
    const rig = await failing();
    rig.people.answer(() => GONE);
    const { runId } = await rig.ran();
    await rig.minutes(55);

    expect(rig.people.tried).toHaveLength(1);
    expect(await deliveries(rig, runId)).toMatchObject({
      'trouble#dba#feishu': { code: 'TARGET_UNKNOWN', attempts: 1 },
    });
    expect(rig.lines).toContainEqual(
      expect.objectContaining({
        runId,
        code: 'MESSAGE_DELAYED',
        data: expect.objectContaining({ channel: 'feishu', answer: 'TARGET_UNKNOWN' }),
      }),
    );

    rig.people.answer(() => undefined);
    await rig.minutes(6);
    expect(subjects(rig)).toEqual(['trouble']);
  });

  it.each([UNREACHABLE, GONE])(
    'is given up after a week, recorded and logged, and leaves the outbox: %o',
    async (answer) => {
      const rig = await failing();
      rig.people.answer(() => answer);
      const { runId } = await rig.ran();
      await rig.minutes(24 * 8, undefined, HOUR);

      expect((await deliveries(rig, runId))['trouble#dba#feishu']).toMatchObject({
        code: answer.code,
        failedAt: expect.any(Number),
      });
      const tried = rig.people.tried.filter(({ message }) => message.kind === 'trouble');
      expect(tried.length).toBeGreaterThan(7 * 11);
      expect(rig.lines).toContainEqual(expect.objectContaining({ runId, code: 'MESSAGE_GIVEN_UP' }));
      expect((await rig.run(runId)).attention).toBeUndefined();
    },
  );

  it('on one channel is no matter of another', async () => {
    const rig = await failing(toldOn('feishu', 'wecom'));
    rig.people.answer(({ kind }) => (kind === 'feishu' ? UNREACHABLE : undefined));
    await rig.ran();
    expect(rig.people.arrived.map(({ kind }) => kind)).toEqual(['wecom']);

    rig.people.answer(() => undefined);
    await rig.minutes(3);
    expect(rig.people.arrived.map(({ kind }) => kind)).toEqual(['wecom', 'feishu']);
  });

  it('holds back neither the event nor the stop of the account', async () => {
    const rig = await failing();
    rig.people.answer(() => UNREACHABLE);
    const { runId } = await rig.ran();

    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'message']);
    expect((await rig.run(runId)).announcedAt).toBeDefined();
  });

  it('of a channel that throws, against its promise, is one that did not arrive', async () => {
    const rig = await failing();
    rig.people.answer(() => {
      throw new Error('broken');
    });
    const { runId } = await rig.ran();
    expect((await deliveries(rig, runId))['trouble#dba#feishu']).toMatchObject({ attempts: 1 });
    rig.people.answer(() => undefined);
    await rig.minutes(3);
    expect(subjects(rig)).toEqual(['trouble']);
  });
});

describe('a message that cannot be made', () => {
  it('is tried again, and closes its channel to no other', async () => {
    const people = makeFakeChannels([{ count: 100, per: MINUTE }]);
    const solo = `cn-beijing/${SOLO}`;
    const rig = await makeRig({
      people,
      plan: (plan) => ({
        ...plan,
        ...toldOn('feishu').plan?.(plan),
        limits: { ...plan.limits, stopAfter: 9 },
      }),
      over: (ports) => ({
        ...ports,
        messenger: {
          ...ports.messenger,
          write: (notice, to) => {
            if (notice.kind === 'trouble' && notice.run.instance === solo) throw new Error('no word for it');
            return ports.messenger.write(notice, to);
          },
        },
      }),
    });
    rig.model.arm({ ...REFUSE, times: 2 });
    const broken = await rig.ran();
    const bot = { kind: 'feishu', name: 'secret-feishu' } as const;
    expect(await waitForPlace(rig.ports, bot, people.channel('dba', bot))).toBeUndefined();
    const fine = await rig.ran({ key: 'key-2', instance: FLEET });

    expect(rig.people.arrived.map(({ message }) => message.id)).toEqual([`${fine.runId}/trouble`]);
    expect(rig.lines).toContainEqual(
      expect.objectContaining({ runId: broken.runId, code: 'MESSAGE_BROKEN' }),
    );
    await rig.minutes(3);
    expect((await deliveries(rig, broken.runId))['trouble#dba#feishu']?.attempts).toBeGreaterThan(1);
  });
});

describe('people are told whatever the bus does', () => {
  it('an event that is turned away holds no message back', async () => {
    const rig = await failing({
      ...toldOn('feishu'),
      over: (ports) => ({
        ...ports,
        announcer: { ...ports.announcer, closed: async () => Promise.reject(new Error('no bus')) },
      }),
    });
    const { runId } = await rig.ran();

    expect(subjects(rig)).toEqual(['trouble']);
    expect((await rig.run(runId)).announcedAt).toBeUndefined();
    await rig.minutes(3);
    expect(subjects(rig)).toEqual(['trouble']);
  });
});

describe('a hold that waits for a person', () => {
  const held = () =>
    aRun({
      plan: PLAN_HASH,
      rule: 'solo',
      phase: 'CLOSED',
      outcome: 'PARTIAL',
      reason: 'REFUSED',
      hold: true,
      closedAt: NIGHT,
      announcedAt: NIGHT,
      attention: NEEDS_ATTENTION,
      attentionAt: NIGHT,
    });

  it('is told again each day', async () => {
    const rig = await makeRig(toldOn('feishu'));
    const run = held();
    await rig.store.transact([putRun(run)]);
    await rig.minutes(24 * 3 + 1, undefined, HOUR);

    expect(subjects(rig)).toEqual(['trouble', 'held-1', 'held-2', 'held-3']);
    const latest = rig.people.arrived.findLast(({ message }) => message.kind !== 'digest')?.message;
    expect(latest?.title).toContain('3 days');
  });

  it('is told once on the day on which settle comes back after many', async () => {
    const rig = await makeRig(toldOn('feishu'));
    await rig.store.transact([putRun(held())]);
    await rig.clock.advanceTo(NIGHT + 5 * DAY);
    await rig.settle();

    expect(subjects(rig)).toEqual(['trouble', 'held-5']);
  });
});

describe('two who tell at once', () => {
  it('deliver one message', async () => {
    const rig = await failing();
    rig.people.answer(() => UNREACHABLE);
    await rig.ran();
    rig.people.answer(() => undefined);
    await rig.clock.advanceTo(rig.clock.now() + 2 * MINUTE);
    await Promise.all([rig.settle(), rig.settle()]);

    expect(subjects(rig)).toEqual(['trouble']);
  });
});
