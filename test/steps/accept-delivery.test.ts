import { describe, expect, it } from 'vitest';
import { REFUSED as REFUSED_REQUESTS } from '../../shared/protocol/keys.ts';
import { readRefusal } from '../../shared/protocol/refusals.ts';
import { acceptDelivery } from '../../shared/steps/accept-delivery.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { AnswerDenied, InputRefused, RunNotFound } from '../../shared/steps/errors.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { HOUR } from '../../shared/time/clock.ts';
import { refusedAnswers } from './refused-answers.ts';
import { FLEET, makeRig, NIGHT, type Rig, type RigOptions, SOLO } from './rig.ts';

const direct = (over: object = {}) => ({ instance: SOLO, key: 'k', reason: 'test', ...over });
const runsOf = async (rig: Rig) =>
  (await rig.store.find({ index: 'month', partition: '2026-11' })).keys.map(({ partition }) =>
    partition.slice(4),
  );
const planInForce = async (store: Rig['store']) => await planVersion(store, (await planPointer(store)).hash);
const tokensTold = (rig: Rig) => rig.told.filter(({ what }) => what === 'token').map(({ token }) => token);

describe('two direct starts under one key', () => {
  it('are one run and one duplicate', async () => {
    const rig = await makeRig();
    await rig.direct('one', direct());
    await rig.direct('two', direct());

    const ends = [await rig.ended('one'), await rig.ended('two')];

    expect(await runsOf(rig)).toHaveLength(1);
    expect(ends.map(({ output }) => output)).toContainEqual(
      expect.objectContaining({ decision: 'duplicate' }),
    );
    expect(rig.executed()).toBe(1);
  });

  it('with another body: the second is refused, and changes nothing', async () => {
    const rig = await makeRig();
    await rig.direct('one', direct());
    await rig.ended('one');
    await rig.direct('two', direct({ target: { kind: 'other-zone' }, taskToken: 'token' }));

    expect(await rig.ended('two')).toMatchObject({ status: 'FAILED', error: 'InputRefused' });
    expect(rig.executed()).toBe(1);
    expect(tokensTold(rig)).toEqual([]);
  });

  it('are one run whichever workflow the console links', async () => {
    const rig = await makeRig();
    const linked = (parent: string) => direct({ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: parent });
    await rig.direct('one', linked('arn:first'));
    await rig.ended('one');
    await rig.direct('two', linked('arn:second'));

    expect((await rig.ended('two')).output).toMatchObject({ decision: 'duplicate' });
    expect(await runsOf(rig)).toHaveLength(1);
  });

  it('are one run even when the plan has changed between them', async () => {
    const rig = await makeRig();
    await rig.direct('one', direct({ taskToken: 'first' }));
    await rig.ended('one');
    await rig.apply((plan) => ({ ...plan, rules: plan.rules.filter(({ name }) => name !== 'solo') }));
    await rig.direct('two', direct({ taskToken: 'second' }));

    expect((await rig.ended('two')).output).toMatchObject({ decision: 'duplicate' });
    expect(tokensTold(rig)).toEqual(['first', 'second']);
  });
});

describe('a request that is refused', () => {
  const RULE = { rule: 'solo', key: 'k', reason: 'test' };
  const REFUSED = [
    ['without a key', { rule: 'solo', reason: 'test' }, 'key'],
    ['that calls itself authorised', { ...RULE, authorized: true }, '"authorized"'],
    ['that wants to be forced', { ...RULE, force: true }, '"force"'],
    ['for another account', { ...RULE, account: 'staging' }, '"account"'],
    [
      'for an instance that no rule matches',
      direct({ instance: 'redis-cn9999999999999999' }),
      'NO_RULE_MATCHES',
    ],
    ['for a rule that the plan does not have', { ...RULE, rule: 'other' }, 'NO_RULE_MATCHES'],
    ['that overrides a gate', { ...RULE, override: { gate: 'freeze' } }, '"override"'],
  ] as const;

  it.each(REFUSED)(
    '%s: starts nothing, fails its execution, and is written down',
    async (_what, input, why) => {
      const rig = await makeRig();
      await rig.direct('one', input);

      expect(await rig.ended('one')).toMatchObject({ status: 'FAILED', error: 'InputRefused' });
      expect(await runsOf(rig)).toEqual([]);
      expect(rig.asked('SwitchOver')).toBe(0);
      expect((await rig.store.list(REFUSED_REQUESTS)).map(readRefusal)).toEqual([
        { execution: expect.stringContaining(':one'), why: expect.stringContaining(why), at: NIGHT },
      ]);
      expect(rig.lines).toContainEqual(expect.objectContaining({ code: 'INPUT_REFUSED' }));
    },
  );

  it.each(REFUSED)('%s: the workflow that waits for it is told at once', async (_what, input) => {
    const rig = await makeRig();
    await rig.direct('one', { ...input, taskToken: 'waiting' });
    await rig.ended('one');

    expect(rig.refusals).toEqual([
      {
        token: 'waiting',
        error: 'InputRefused',
        cause: expect.stringContaining('"errorType":"InputRefused"'),
      },
    ]);
  });

  /** A rig whose workflows are told only while `told()` says so, and what each try met. */
  const deaf = (told: (tries: number) => Error | undefined) => {
    let tries = 0;
    const over: RigOptions['over'] = (ports) => ({
      ...ports,
      announcer: {
        ...ports.announcer,
        async refuseToken(token, refusal) {
          tries += 1;
          const failure = told(tries);
          if (failure !== undefined) throw failure;
          return await ports.announcer.refuseToken(token, refusal);
        },
      },
    });
    return { over, tries: () => tries };
  };

  it('is brought again until the workflow that waits is told, and kept and logged once', async () => {
    const { over } = deaf((tries) => (tries < 4 ? new Error('throttled') : undefined));
    const rig = await makeRig({ over });
    await rig.direct('one', { force: true, taskToken: 'waiting' });

    expect(await rig.ended('one')).toMatchObject({ error: 'InputRefused' });
    expect(rig.refusals).toMatchObject([{ token: 'waiting', error: 'InputRefused' }]);
    expect(await rig.store.list(REFUSED_REQUESTS)).toHaveLength(1);
    expect(rig.lines.filter(({ code }) => code === 'INPUT_REFUSED')).toHaveLength(1);
  });

  it('is refused also where the workflow cannot be told, and its execution says so', async () => {
    const { over, tries } = deaf(() => new Error('throttled'));
    const rig = await makeRig({ over });
    await rig.direct('one', { force: true, taskToken: 'waiting' });

    const ended = await rig.ended('one');

    expect(ended).toMatchObject({ status: 'FAILED', error: 'RefusalUntold' });
    expect(ended.cause).toContain('throttled');
    expect(tries()).toBe(5);
    expect(await rig.store.list(REFUSED_REQUESTS)).toHaveLength(1);
  });

  it('is not brought again where the platform will never take the answer: that is logged', async () => {
    const { over, tries } = deaf(() => new AnswerDenied('AccessDeniedException'));
    const rig = await makeRig({ over });
    await rig.direct('one', { force: true, taskToken: 'waiting' });

    expect(await rig.ended('one')).toMatchObject({ error: 'InputRefused' });
    expect(tries()).toBe(1);
    expect(rig.lines.map(({ what }) => what)).toContainEqual(expect.stringContaining('AccessDenied'));
  });

  it('stays refused when it is brought again, though a plan was applied since that would take it', async () => {
    const { over } = deaf((tries) => (tries < 2 ? new Error('timed out') : undefined));
    const store = makeMemoryStore();
    const rig = await makeRig({ over: (ports) => over({ ...ports, store }) });
    await rig.direct('one', direct({ taskToken: 'waiting' }));
    await rig.clock.runUntil(() => rig.lines.some(({ code }) => code === 'INPUT_REFUSED'));
    await applyPlan({ store, clock: rig.clock }, await planInForce(rig.store));

    expect(await rig.ended('one')).toMatchObject({
      error: 'InputRefused',
      cause: expect.stringContaining('CheckWindow refused its input: no plan is in force'),
    });
    expect(rig.refusals).toMatchObject([{ token: 'waiting' }]);
    expect(rig.executed()).toBe(0);
  });

  it('with no plan in force: is written down, and the workflow that waits is told at once', async () => {
    const store = makeMemoryStore();
    const rig = await makeRig({ over: (ports) => ({ ...ports, store }) });
    await rig.direct('one', direct({ taskToken: 'waiting' }));

    expect(await rig.ended('one')).toMatchObject({ status: 'FAILED', error: 'InputRefused' });
    expect((await store.list(REFUSED_REQUESTS)).map(readRefusal)).toMatchObject([
      { why: 'CheckWindow refused its input: no plan is in force' },
    ]);
    expect(rig.refusals).toMatchObject([{ token: 'waiting', error: 'InputRefused' }]);
    expect(rig.lines).toContainEqual(expect.objectContaining({ code: 'INPUT_REFUSED' }));
  });
});

describe('a task token', () => {
  it('is answered at the close, each of them once', async () => {
    const rig = await makeRig();
    await rig.direct('one', direct({ taskToken: 'first' }));
    await rig.direct('two', direct({ taskToken: 'second' }));
    await rig.direct('three', direct({ taskToken: 'second' }));
    expect(tokensTold(rig)).toEqual([]);
    for (const name of ['one', 'two', 'three']) await rig.ended(name);
    await rig.minutes(2);
    expect(tokensTold(rig).sort()).toEqual(['first', 'second']);
    expect(rig.told.find(({ what }) => what === 'token')?.run.outcome).toBe('SUCCEEDED');
  });

  it('is answered at once when the run has closed', async () => {
    const rig = await makeRig();
    await rig.direct('one', direct());
    await rig.ended('one');
    await rig.direct('two', direct({ taskToken: 'late' }));
    await rig.ended('two');
    expect(tokensTold(rig)).toEqual(['late']);
  });

  it.each([
    { name: 'a run that holds nothing', hold: false },
    { name: 'a run that holds its instance', hold: true },
  ])('of $name, closed and announced, that cannot be delivered is delivered by settle', async ({ hold }) => {
    const answers = refusedAnswers(false);
    const rig = await makeRig({ over: answers.over });
    if (hold) rig.model.arm({ fault: 'server-error', action: 'SwitchOver', times: 1, executes: false });
    await rig.direct('one', direct());
    await rig.ended('one');
    answers.refuses = true;
    await rig.direct('two', direct({ taskToken: 'late' }));
    expect((await rig.ended('two')).output).toMatchObject({ decision: 'duplicate' });
    await rig.minutes(2);
    expect(tokensTold(rig)).toEqual([]);

    answers.refuses = false;
    await rig.minutes(20);

    expect(tokensTold(rig)).toEqual(['late']);
    const [runId = ''] = await runsOf(rig);
    expect(await rig.run(runId)).not.toHaveProperty('attention');
  });

  it('that can never be delivered keeps nobody from being told, no hold from being settled, and is still tried', async () => {
    const answers = refusedAnswers(true);
    const rig = await makeRig({ over: answers.over });
    rig.model.arm({ fault: 'server-error', action: 'SwitchOver', times: 1, executes: false });
    await rig.direct('one', direct({ taskToken: 'first' }));
    await rig.ended('one');
    await rig.direct('two', direct({ taskToken: 'late' }));
    await rig.ended('two');
    await rig.minutes(20);

    const [runId = ''] = await runsOf(rig);
    expect(await rig.run(runId)).toMatchObject({
      outcome: 'UNKNOWN',
      settled: { as: 'NOT_SWITCHED', announced: true },
    });
    expect((await rig.lease())?.owner).toBeUndefined();
    expect(rig.told.map(({ what }) => what)).toEqual(['closed', 'message', 'settled']);
    const before = answers.tried;
    await rig.minutes(2);
    expect(answers.tried).toBeGreaterThan(before);
  });

  it('that cannot be delivered while the close is being announced is delivered by settle', async () => {
    let came = false;
    const answers = refusedAnswers(false);
    const rig = await makeRig({
      over(ports) {
        const { announcer } = answers.over(ports);
        return {
          ...ports,
          announcer: {
            ...announcer,
            async closed(run) {
              await announcer.closed(run);
              // The tokens were read, and the run has not left the outbox.
              if (came) return;
              came = true;
              answers.refuses = true;
              await acceptDelivery(rig.ports, { input: direct({ taskToken: 'late' }), execution: 'e' });
              answers.refuses = false;
            },
          },
        };
      },
    });
    await rig.direct('one', direct());
    await rig.ended('one');
    await rig.minutes(5);

    expect(tokensTold(rig)).toEqual(['late']);
  });
});

describe('a delivery', () => {
  it('of a key accepts the run before anything is asked, waiting for its executor', async () => {
    const rig = await makeRig({ at: NIGHT - HOUR });
    const { run, execution } = await acceptDelivery(rig.ports, { input: direct(), execution: 'e' });
    expect(execution).toBe('e');
    expect(run).toMatchObject({ phase: 'WAITING', executor: 'e', trigger: { source: 'direct', by: 'e' } });
    expect(await rig.run(run.runId)).toMatchObject({ phase: 'WAITING' });
  });

  it.each<{ name: string; input: unknown; fault: string }>([
    { name: 'no key', input: { instance: SOLO, reason: 'r' }, fault: 'key' },
    { name: 'no reason', input: { instance: SOLO, key: 'k' }, fault: 'reason' },
    { name: 'a field that nobody reads', input: direct({ force: true }), fault: 'force' },
    { name: 'an instant without an offset', input: direct({ when: '2026-11-24T02:00:00' }), fault: 'when' },
    { name: 'a window word that is none', input: direct({ when: 'tonight' }), fault: 'when' },
    { name: 'an instance without a rule', input: direct({ instance: 'redis-x' }), fault: 'unknown instance' },
    {
      name: 'a rule that is not in the plan',
      input: direct({ instance: undefined, rule: 'x' }),
      fault: 'unknown rule',
    },
    {
      name: 'an instance and a rule',
      input: direct({ rule: 'solo' }),
      fault: 'either an instance or a rule',
    },
    {
      name: 'an instant outside every opening',
      input: direct({ when: '2026-11-24T12:00:00+08:00' }),
      fault: 'no opening',
    },
    { name: 'no input at all', input: null, fault: 'input' },
    { name: 'an instant that does not exist', input: direct({ when: '2026-99-99T1:1Z' }), fault: 'when' },
    {
      name: 'an offset that does not exist',
      input: direct({ when: '2026-11-24T02:20:00+99:99' }),
      fault: 'when',
    },
    { name: 'a reason of two lines', input: direct({ reason: 'a\r\nb' }), fault: 'reason' },
    { name: 'a reason of blanks', input: direct({ reason: '   ' }), fault: 'reason' },
    { name: 'a reason that is no text of Unicode', input: direct({ reason: '\ud800' }), fault: 'reason' },
    { name: 'a key that is no text of Unicode', input: direct({ key: '\ud800' }), fault: 'key' },
    { name: 'a task token that no store keeps', input: direct({ taskToken: '\ud800' }), fault: 'taskToken' },
    { name: 'no node', input: direct({ target: { kind: 'nodes', nodes: [] } }), fault: 'target' },
    {
      name: 'a node that is no id',
      input: direct({ target: { kind: 'nodes', nodes: ['\ud800'] } }),
      fault: 'target',
    },
    {
      name: 'a zone that is no id',
      input: direct({ target: { kind: 'zone', zone: '../' } }),
      fault: 'target',
    },
    {
      name: 'a target with more than a target',
      input: direct({ target: { kind: 'any', force: true } }),
      fault: 'target',
    },
    { name: 'a run and an order', input: { runId: 'a'.repeat(52), force: true }, fault: 'force' },
    { name: 'a run that no run can be', input: { runId: '\ud800' }, fault: 'runId' },
    { name: 'a run whose id fits no key', input: { runId: 'x'.repeat(3_000) }, fault: 'runId' },
  ])('is refused with $name', async ({ input, fault }) => {
    const rig = await makeRig();
    const refused = acceptDelivery(rig.ports, { input, execution: 'e' });
    await expect(refused).rejects.toBeInstanceOf(InputRefused);
    await expect(refused).rejects.toThrow(fault);
    expect(await runsOf(rig)).toEqual([]);
  });

  it('lists all faults at once', async () => {
    const rig = await makeRig();
    const input = { instance: '', key: '', reason: 7 };
    await expect(acceptDelivery(rig.ports, { input, execution: 'e' })).rejects.toMatchObject({
      faults: [
        expect.stringContaining('instance'),
        expect.stringContaining('key'),
        expect.stringContaining('reason'),
      ],
    });
  });

  it('of a run that has no record fails', async () => {
    const rig = await makeRig();
    const nobody = acceptDelivery(rig.ports, { input: { runId: 'a'.repeat(52) }, execution: 'e' });
    await expect(nobody).rejects.toBeInstanceOf(RunNotFound);
  });

  it.each([
    ['from somebody else’s execution', () => 'arn:aws:states:eu-west-1:1:execution:runs:by-hand'],
    ['from one whose name only ends like the run', (runId: string) => `embedded:execution:offpeak:x${runId}`],
    ['from a machine that is called like the run', (runId: string) => `embedded:execution:${runId}:x`],
  ])('of a run alone is refused %s, and changes nothing', async (_, executionOf) => {
    const rig = await makeRig();
    const started = await rig.start({ when: 'window' });
    const runId = started.started ? started.run.runId : '';
    const before = await rig.run(runId);

    const refused = acceptDelivery(rig.ports, { input: { runId }, execution: executionOf(runId) });

    await expect(refused).rejects.toBeInstanceOf(InputRefused);
    await expect(refused).rejects.toThrow('runId: is the run of another execution');
    expect(await rig.run(runId)).toEqual(before);
  });

  it.each([
    ['of AWS', (runId: string) => `arn:aws-cn:states:cn-north-1:111122223333:execution:Offpeak-1:${runId}`],
    ['of an engine of ours', (runId: string) => `embedded:execution:offpeak:${runId}`],
  ])('of a run alone is taken from the execution %s that is named after it', async (_, executionOf) => {
    const rig = await makeRig();
    const started = await rig.start({ when: 'window' });
    const runId = started.started ? started.run.runId : '';

    expect(
      await acceptDelivery(rig.ports, { input: { runId }, execution: executionOf(runId) }),
    ).toMatchObject({ run: { runId } });
  });

  it('of a run alone is taken from the direct start that waited for its window, and from no other', async () => {
    const rig = await makeRig({ at: NIGHT - HOUR });
    const { run } = await acceptDelivery(rig.ports, { input: direct({ when: 'window' }), execution: 'e' });
    const again = { runId: run.runId, decision: 'not yet', until: '2026-11-24T02:00:00+08:00' };

    expect(await acceptDelivery(rig.ports, { input: again, execution: 'e' })).toMatchObject({
      run: { runId: run.runId },
    });
    await expect(acceptDelivery(rig.ports, { input: again, execution: 'other' })).rejects.toThrow(
      InputRefused,
    );
  });

  it('for an account that observes is a run that observes', async () => {
    const rig = await makeRig();
    const { run } = await acceptDelivery(rig.ports, {
      input: direct({ instance: FLEET, dryRun: true }),
      execution: 'e',
    });
    expect(run).toMatchObject({ mode: 'dry run', rule: 'fleet' });
  });
});
