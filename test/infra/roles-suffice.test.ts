import { describe, expect, it } from 'vitest';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { makeWorkflowEngine } from '../../shared/runtime/workflow-engine.ts';
import { makeAcknowledge } from '../../shared/steps/acknowledge.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { makeCancel } from '../../shared/steps/cancel.ts';
import { makeDrainDeadLetters } from '../../shared/steps/drain-dead-letters.ts';
import { makeDue } from '../../shared/steps/due.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import { makeStart } from '../../shared/steps/start.ts';
import { makeResume, makeStop } from '../../shared/steps/stops.ts';
import { HOUR, MINUTE } from '../../shared/time/clock.ts';
import { makeLetterBox } from '../steps/letter-box.ts';
import { FLEET, makeRig, NIGHT, type RigOptions, SOLO } from '../steps/rig.ts';
import { makeRoleGuard } from './role-guard.ts';
import { synthesise } from './synthesise.ts';

const { service } = synthesise();
const frame = { remaining: () => HOUR };

/** An Offpeak in this process, each part of which may do only what its role in the stack allows. */
async function underRoles(options: RigOptions = {}) {
  const rig = await makeRig(options);
  const { as, guard, denials, used } = makeRoleGuard(service);
  const { engine, ports: unguarded } = makeWorkflowEngine({
    ports: guard(rig.ports),
    sentenceOf: (run) => String(run.outcome),
    journal: makeMemoryJournal(),
    uuid: () => rig.ports.unique(),
    onFault: () => undefined,
    inRun: (_runId, step, work) => as(`Run${step}Role`, work),
  });
  const ports = { ...unguarded, ...guard({ executions: unguarded.executions }) };
  const request = {
    instance: SOLO,
    when: 'now',
    key: 'k',
    by: 'ann',
    reason: 'test',
    source: 'http',
  } as const;
  return {
    ...rig,
    engine,
    denials,
    used,
    api: {
      start: (over: object = {}) => as('ApiRole', () => makeStart(ports)({ ...request, ...over })),
      cancel: (runId: string) => as('ApiRole', () => makeCancel(ports)({ runId, by: 'ann', reason: 'no' })),
      acknowledge: (runId: string) =>
        as('ApiRole', () => makeAcknowledge(ports)({ runId, by: 'ann', reason: 'seen' })),
      stop: (scope: string) => as('ApiRole', () => makeStop(ports)({ scope, by: 'ann', reason: 'storm' })),
      resume: (scope: string) => as('ApiRole', () => makeResume(ports)(scope)),
      apply: (plan: Plan) => as('ApiRole', () => applyPlan(ports, plan, 'ann')),
    },
    due: () => as('DueRole', () => makeDue(ports)({}, frame)),
    settle: () => as('SettleRole', () => makeSettle(ports)({}, frame)),
    async ended(name: string) {
      const ending = engine.ended(name);
      let over = false;
      void ending.then(() => {
        over = true;
      });
      await rig.clock.runUntil(() => over);
      return await ending;
    },
    run: async (runId: string) => (await openRun(rig.store, runId)).run,
  };
}

type Offpeak = Awaited<ReturnType<typeof underRoles>>;

async function startedBy(offpeak: Offpeak, over: object = {}): Promise<string> {
  const started = await offpeak.api.start(over);
  if (!started.started) throw new Error(JSON.stringify(started));
  return started.run.runId;
}

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
    const offpeak = await underRoles();
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
});

describe('the role of settle suffices for dead letters', () => {
  it('of a run, of our own calls, and of nobody knows whom', async () => {
    const { as, guard, denials, used } = makeRoleGuard(service);
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
