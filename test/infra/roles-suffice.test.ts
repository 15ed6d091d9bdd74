import { describe, expect, it } from 'vitest';
import type { Plan } from '../../shared/plan/plan.ts';
import { makeDrainDeadLetters } from '../../shared/steps/drain-dead-letters.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { makeHearOfEnded } from '../../shared/steps/record-ended.ts';
import { HOUR, MINUTE } from '../../shared/time/clock.ts';
import { makeLetterBox } from '../steps/letter-box.ts';
import { FLEET, makeRig, NIGHT, SOLO } from '../steps/rig.ts';
import { needsOf } from './needs.ts';
import { makeRoleGuard } from './role-guard.ts';
import { deployment, frame, NEEDED, type Offpeak, service, startedBy, underRoles } from './under-roles.ts';

describe("each role suffices for its function's work", () => {
  it('from the start of a run to its proof, in batches', async () => {
    const offpeak = await underRoles();
    const runId = await startedBy(offpeak, { instance: FLEET });
    await offpeak.ended(runId);

    expect(offpeak.denials).toEqual([]);
    expect(await offpeak.run(runId)).toMatchObject({ outcome: 'SUCCEEDED', batches: 3 });
  });

  it('in observe mode, where SwitchOver closes', async () => {
    const offpeak = await underRoles({
      plan: (plan) => {
        const { prod } = plan.accounts;
        if (prod === undefined) throw new Error('no account');
        return { ...plan, accounts: { prod: { ...prod, mode: 'observe' } } };
      },
    });
    const runId = await startedBy(offpeak);
    await offpeak.ended(runId);

    expect(offpeak.denials).toEqual([]);
    expect(await offpeak.run(runId)).toMatchObject({ outcome: 'OBSERVED' });
  });

  it('when the answer is lost and nothing changed: hold, message, stop of the account, settling', async () => {
    const offpeak = await underRoles();
    const fault = { fault: 'server-error', status: 500, executes: false } as const;
    offpeak.model.arm({ ...fault, action: 'SwitchOver', instance: SOLO, times: 1 });
    const runId = await startedBy(offpeak);
    await offpeak.ended(runId);
    for (let pass = 0; pass < 20; pass += 1) {
      await offpeak.clock.advanceTo(offpeak.clock.now() + MINUTE);
      await offpeak.settle();
    }

    expect(offpeak.denials).toEqual([]);
    expect(await offpeak.run(runId)).toMatchObject({
      outcome: 'UNKNOWN',
      settled: { as: 'NOT_SWITCHED', announced: true },
    });
    expect(offpeak.used).toContain('RunRecordOutcomeRole may dynamodb:PutItem Records.Arn in control');
    expect(await offpeak.api.resume('account:prod')).toBe(true);
    expect(offpeak.denials).toEqual([]);
  });

  it('when a person acknowledges a hold', async () => {
    const offpeak = await underRoles({ plan: onePerApp, seed: { instances: [ORDERS] } });
    const fault = { fault: 'server-error', status: 500, executes: false } as const;
    offpeak.model.arm({ ...fault, action: 'SwitchOver', instance: SOLO, times: 1 });
    const runId = await startedBy(offpeak);
    await offpeak.ended(runId);
    await offpeak.clock.advanceTo(offpeak.clock.now() + HOUR);

    expect(await offpeak.api.acknowledge(runId)).toMatchObject({ acknowledged: true });
    expect(offpeak.denials).toEqual([]);
  });

  it('when a throttled send is tried again', async () => {
    const offpeak = await underRoles();
    offpeak.model.arm({ fault: 'throttle', action: 'SwitchOver', instance: SOLO, times: 1 });
    const runId = await startedBy(offpeak);
    await offpeak.ended(runId);

    expect(offpeak.denials).toEqual([]);
    expect(offpeak.used).toContain('RunSwitchOverRole may dynamodb:ConditionCheckItem Records.Arn in run#*');
    expect(await offpeak.run(runId)).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('when due starts what is due, and records what a freeze forbids', async () => {
    const at = NIGHT - 20 * MINUTE;
    const open = await underRoles({ at });
    await open.clock.advanceTo(NIGHT);
    const pass = await open.due();
    const frozen = await underRoles({
      at,
      plan: (plan) => ({
        ...plan,
        freezes: [{ name: 'all', from: '2026-11-01', through: '2026-11-30', timezone: 'Asia/Shanghai' }],
      }),
    });
    await frozen.clock.advanceTo(NIGHT);
    const idle = await frozen.due();
    await frozen.clock.advanceTo(NIGHT + HOUR);
    const settled = await frozen.settle();

    expect(pass.started.length).toBeGreaterThan(0);
    expect(idle.skipped.length).toBeGreaterThan(0);
    expect(settled.announced).toBe(idle.skipped.length);
    expect([...open.denials, ...frozen.denials]).toEqual([]);
  });

  it('when another workflow starts the machine, twice, and waits by task token', async () => {
    const offpeak = await underRoles();
    const input = { rule: 'solo', key: 'nightly/1', when: 'now', reason: 'chained' };
    await offpeak.engine.start('first', { ...input, taskToken: 'one' });
    await offpeak.ended('first');
    await offpeak.engine.start('second', { ...input, taskToken: 'two' });
    const second = await offpeak.ended('second');

    expect(offpeak.denials).toEqual([]);
    expect(second.output).toMatchObject({ decision: 'duplicate' });
    expect(offpeak.told.filter(({ what }) => what === 'token').map(({ token }) => token)).toEqual([
      'one',
      'two',
    ]);
  });

  it('when a person applies a plan', async () => {
    const offpeak = await underRoles();
    const { hash } = await planPointer(offpeak.store);
    const plan = await planVersion(offpeak.store, hash);

    await offpeak.api.apply({ ...plan, rules: [], hash: 'f'.repeat(64) });

    expect(await planPointer(offpeak.store)).toMatchObject({ hash: 'f'.repeat(64), by: 'ann' });
    expect(offpeak.denials).toEqual([]);
    expect(offpeak.used).toContain('ApiRole may dynamodb:PutItem Records.Arn in control');
  });

  it("when another workflow's request is refused", async () => {
    const offpeak = await underRoles();
    await offpeak.engine.start('refused', { rule: 'solo', force: true, taskToken: 'waiting' });

    expect(await offpeak.ended('refused')).toMatchObject({ status: 'FAILED', error: 'InputRefused' });
    expect(offpeak.denials).toEqual([]);
    expect(offpeak.refusals).toMatchObject([{ token: 'waiting' }]);
  });

  it('when a person stops everything, and cancels what waits', async () => {
    const offpeak = await underRoles();
    const runId = await startedBy(offpeak, { when: 'window' });
    await offpeak.api.stop('everything');
    const cancelled = await offpeak.api.cancel(runId);
    await offpeak.clock.advanceTo(offpeak.clock.now() + 5 * MINUTE);
    await offpeak.settle();

    expect(cancelled).toMatchObject({ cancelled: true });
    expect(await offpeak.run(runId)).toMatchObject({ announcedAt: expect.any(Number) });
    expect(offpeak.denials).toEqual([]);
  });

  it('when an execution was killed in the middle, and settle closes what it left', async () => {
    const offpeak = await underRoles();
    const runId = await startedBy(offpeak);
    await offpeak.clock.runUntil(() => offpeak.executed() > 0);
    await offpeak.engine.stop(runId, 'Killed', 'by hand');
    for (let pass = 0; pass < 20; pass += 1) {
      await offpeak.clock.advanceTo(offpeak.clock.now() + MINUTE);
      await offpeak.settle();
    }

    expect(offpeak.denials).toEqual([]);
    expect(await offpeak.run(runId)).toMatchObject({ phase: 'CLOSED' });
  });

  it('when runs are listed by instance, by month and by need', async () => {
    const offpeak = await underRoles();
    await startedBy(offpeak, { when: 'window' });
    const queries = [`instance=cn-beijing/${SOLO}`, 'month=2026-11', 'attention=true'];
    const answers = await Promise.all(queries.map((query) => offpeak.api.list(query)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(offpeak.denials).toEqual([]);
  });

  it('when an instance is switched a night after a bad outcome', async () => {
    const offpeak = await underRoles({ plan: patient });
    offpeak.model.arm({ fault: 'throttle', action: 'SwitchOver', instance: SOLO, times: 3 });
    const failed = await startedBy(offpeak, { key: 'first' });
    await offpeak.ended(failed);
    await offpeak.clock.advanceTo(NIGHT + 24 * HOUR);
    const proven = await startedBy(offpeak, { key: 'second' });
    await offpeak.ended(proven);

    expect(await offpeak.run(failed)).toMatchObject({ outcome: 'FAILED' });
    expect(await offpeak.run(proven)).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(offpeak.denials).toEqual([]);
  });

  it('when executions die after their send: settle closes, counts, and answers who waits', async () => {
    const offpeak = await underRoles({ plan: patient });
    const fault = { fault: 'server-error', status: 500, executes: false } as const;
    offpeak.model.arm({ ...fault, action: 'SwitchOver', instance: SOLO, times: 1 });
    const outcomes: unknown[] = [];
    for (const [night, taskToken] of ['one', 'two'].entries()) {
      await offpeak.clock.advanceTo(NIGHT + night * 24 * HOUR);
      const input = { rule: 'solo', key: `night ${night}`, when: 'now', reason: 'chained', taskToken };
      await offpeak.engine.start(taskToken, input);
      await offpeak.clock.runUntil(() => offpeak.asked('SwitchOver') > night);
      await offpeak.engine.stop(taskToken, 'Killed', 'by hand');
      await minutes(offpeak, 40);
      outcomes.push(offpeak.told.findLast(({ what }) => what === 'token')?.run.outcome);
    }

    expect(outcomes).toEqual(['UNKNOWN', 'SUCCEEDED']);
    expect(offpeak.denials).toEqual([]);
  });

  it('when a run was accepted and nobody started it', async () => {
    const offpeak = await underRoles();
    await offpeak.api.accept();
    await minutes(offpeak, 5);

    expect(offpeak.used).toContain('SettleRole may states:StartExecution RunMachine');
    expect(offpeak.denials).toEqual([]);
  });

  it('when an execution hangs past its deadline', async () => {
    const offpeak = await underRoles();
    const runId = await startedBy(offpeak);
    await offpeak.clock.runUntil(() => offpeak.executed() > 0);
    await offpeak.engine.stop(runId, 'Killed', 'by hand');
    await minutes(offpeak, 60, offpeak.settleHanging);

    expect(await offpeak.run(runId)).toMatchObject({ phase: 'CLOSED' });
    expect(offpeak.denials).toEqual([]);
  });

  it('when a person cancels a direct start that waits for its window', async () => {
    const offpeak = await underRoles({ at: NIGHT - HOUR });
    await offpeak.engine.start('direct', { rule: 'solo', key: 'k', when: 'window', reason: 'chained' });
    await offpeak.clock.advanceTo(NIGHT - HOUR + MINUTE);
    const [runId = ''] = await offpeak.openRuns();

    expect(await offpeak.api.cancel(runId)).toMatchObject({ cancelled: true });
    expect(offpeak.used).toContain('ApiRole may states:StopExecution execution:RunMachine.Name:*');
    expect(offpeak.denials).toEqual([]);
  });
});

describe('the role of settle suffices for dead letters', () => {
  it('of a run, of our own calls, and of nobody knows whom', async () => {
    const { as, guard, denials, used } = makeRoleGuard(service);
    NEEDED.push(used);
    const rig = await makeRig();
    const texts = [
      '{"rule":"solo","key":"k","reason":"nightly","taskToken":"t"}',
      '{"minuteCallOf":"due"}',
      'not json',
    ];
    const letters = makeLetterBox(...texts.map((text, at) => ({ id: String(at), text, sentAt: NIGHT })));
    const ports = guard({ ...rig.ports, letters });

    expect(await as('SettleRole', () => makeDrainDeadLetters(ports)({}, frame))).toMatchObject({
      runs: 1,
      kept: 2,
    });
    expect(denials).toEqual([]);
    expect(used).toContain('SettleRole may dynamodb:PutItem Records.Arn in run#*');
  });
});

describe('the role of settle suffices for executions that ended badly', () => {
  const ended = (input: object) => ({
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn: 'arn:x', status: 'FAILED', input: JSON.stringify(input) },
  });

  it('with a request that has no run, with one that is refused, and while the records are away', async () => {
    const { as, guard, denials, used } = makeRoleGuard(service);
    NEEDED.push(used);
    const rig = await makeRig();
    const ports = guard({ ...rig.ports, letters: makeLetterBox() });
    const away = { ...ports, store: { ...ports.store, get: () => Promise.reject(new Error('away')) } };
    const input = { rule: 'solo', key: 'k', reason: 'nightly', taskToken: 't' };
    const hear = (event: unknown, by = ports) => as('SettleRole', () => makeHearOfEnded(by)(event));

    expect(await hear(ended(input), away)).toBe('queued');
    expect(await hear(ended(input))).toBe('run');
    expect(await hear(ended({ ...input, force: true }))).toBe('refused');
    expect(denials).toEqual([]);
    expect(used).toContain('SettleRole may dynamodb:PutItem Records.Arn in refused');
  });
});

describe('a role refuses', () => {
  it('what is not its work: PollStatus starts nothing, due reads no vendor, nobody changes the audit', async () => {
    const { as, guard, denials } = makeRoleGuard(service);
    const rig = await makeRig();
    const { store, executions, redis } = guard(rig.ports);
    const account = {
      name: 'prod',
      provider: 'volcengine',
      region: 'cn-beijing',
      credentials: 'x',
      mode: 'switch',
    } as const;

    await expect(as('RunPollStatusRole', () => executions.start('r'))).rejects.toThrow('AccessDenied');
    await expect(as('DueRole', async () => redis(account))).rejects.toThrow('AccessDenied');
    const change = { update: { partition: 'audit#r', sort: '000000' }, set: { by: 'nobody' } };
    for (const role of ['ApiRole', 'SettleRole', 'RunRecordOutcomeRole'])
      await expect(as(role, () => store.transact([change]))).rejects.toThrow('AccessDenied');
    expect(denials).toHaveLength(5);
  });
});

describe('of what the list of needs says of records, workflows, events and secrets', () => {
  const OF_STEPS = /^(Run(?!Machine)\w+|Due|Settle|Api)Role may (dynamodb|states|events|secretsmanager|sqs):/;

  it('everything was needed by a story above', () => {
    const used = new Set(NEEDED.flatMap((needed) => [...needed]));
    const listed = Object.entries(needsOf(deployment)).flatMap(([holder, needs]) =>
      needs.flatMap(({ may }) => may.map((deed) => `${holder} may ${deed}`)),
    );

    expect(listed.filter((line) => OF_STEPS.test(line) && !used.has(line))).toEqual([]);
  });
});

/** An account that two bad outcomes in a row do not stop. */
const patient = (plan: Plan): Plan => ({ ...plan, limits: { ...plan.limits, stopAfter: 3 } });

const ORDERS = { id: SOLO, name: 'solo', zones: ['cn-beijing-a', 'cn-beijing-b'], tags: { app: 'orders' } };

/** A hold keeps the place that the instance takes of its tag. */
const onePerApp = (plan: Plan): Plan => ({ ...plan, limits: { ...plan.limits, onePer: 'app' } });

async function minutes(offpeak: Offpeak, count: number, settle: () => Promise<unknown> = offpeak.settle) {
  for (let pass = 0; pass < count; pass += 1) {
    await offpeak.clock.advanceTo(offpeak.clock.now() + MINUTE);
    await settle();
  }
}
