import { describe, expect, it } from 'vitest';
import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import { REFUSED } from '../../shared/protocol/keys.ts';
import { readRefusal } from '../../shared/protocol/refusals.ts';
import { makeDrainDeadLetters } from '../../shared/steps/drain-dead-letters.ts';
import { makeHearOfEnded } from '../../shared/steps/record-ended.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import type { Store } from '../../shared/store/store.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeLetterBox } from './letter-box.ts';
import { refusedAnswers } from './refused-answers.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const request = { rule: 'solo', key: 'nightly/1', when: 'window', reason: 'nightly' };
const runId = runIdOfRequest('test', 'nightly/1');
const EXECUTION = 'arn:aws:states:eu-central-1:1:execution:runs:by-schedule';
const ended = (input: unknown, over: object = {}) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: {
    executionArn: EXECUTION,
    status: 'FAILED',
    error: 'StoreUnavailable',
    input: JSON.stringify(input),
    inputDetails: { included: true },
    startDate: NIGHT - 40 * SECOND,
    stopDate: NIGHT,
    ...over,
  },
});
const frame = { remaining: () => MINUTE };
const hear = (rig: Rig, event: unknown, letters = makeLetterBox()) =>
  makeHearOfEnded({ ...rig.ports, letters })(event);
const refusals = async ({ store }: { store: Store }) => (await store.list(REFUSED)).map(readRefusal);
const tokensTold = (rig: Rig) => rig.told.filter(({ what }) => what === 'token').map(({ token }) => token);

/** A store that does not answer while `away()` says so. */
function leaving(store: Store, away: () => boolean): Store {
  const asked =
    <Given extends readonly unknown[], Answer>(ask: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      if (away()) throw new StoreUnavailable('no answer');
      return await ask(...given);
    };
  return { ...store, get: asked(store.get), list: asked(store.list), transact: asked(store.transact) };
}

describe('a direct start that died before its run was accepted', () => {
  it('is that run, SKIPPED with how it died, and announced like every other end', async () => {
    const rig = await makeRig();

    expect(await hear(rig, ended(request))).toBe('run');
    expect(await rig.run(runId)).toMatchObject({
      phase: 'CLOSED',
      outcome: 'SKIPPED',
      reason: 'STALE',
      trigger: { source: 'direct', by: EXECUTION, reason: 'nightly' },
      decision: { code: 'TRIGGER_UNDELIVERED', data: { undeliveredAt: NIGHT, answer: 'StoreUnavailable' } },
    });
    expect(await rig.events(runId)).toEqual(['CLOSED']);
    await rig.minutes(20, undefined, MINUTE);
    expect(rig.told.filter(({ run }) => run.runId === runId)).toMatchObject([{ what: 'closed' }]);
    expect(await refusals(rig)).toEqual([]);
  });

  it('answers the workflow that waits for it', async () => {
    const rig = await makeRig();
    await hear(rig, ended({ ...request, taskToken: 'token-1' }));
    await rig.clock.advanceTo(NIGHT + MINUTE);
    await rig.settle();

    expect(rig.told).toContainEqual(expect.objectContaining({ what: 'token', token: 'token-1' }));
    expect(JSON.stringify(rig.lines)).not.toContain('token-1');
  });

  it('has the opening that it was meant for', async () => {
    const rig = await makeRig({ at: NIGHT + 20 * HOUR });
    await hear(rig, ended(request));

    expect((await rig.run(runId)).opening?.day).toBe('2026-11-24');
  });

  it('is recorded from end to end: the records were away for longer than CheckWindow tries', async () => {
    let away = true;
    const rig = await makeRig({ over: (ports) => ({ ...ports, store: leaving(ports.store, () => away) }) });
    const letters = makeLetterBox();
    await rig.direct('one', { ...request, taskToken: 'waiting' });
    const { error = '', input } = await rig.ended('one');
    expect(error).toBe('StoreUnavailable');

    expect(await hear(rig, ended(input, { error }), letters)).toBe('queued');
    const drain = makeDrainDeadLetters({ ...rig.ports, letters });
    expect(await drain({}, frame)).toEqual({ runs: 0, kept: 0, failed: 1 });
    away = false;
    letters.show();
    expect(await drain({}, frame)).toEqual({ runs: 1, kept: 0, failed: 0 });
    await rig.minutes(2);

    expect(await rig.run(runId)).toMatchObject({ outcome: 'SKIPPED', reason: 'STALE' });
    expect(tokensTold(rig)).toEqual(['waiting']);
    expect(letters.left).toEqual([]);
  });

  it('is recorded once, however often it is told', async () => {
    const rig = await makeRig();
    await hear(rig, ended(request));
    const before = await rig.run(runId);

    expect(await hear(rig, ended(request))).toBe('nothing');
    expect(await rig.run(runId)).toEqual(before);
    expect(await rig.events(runId)).toEqual(['CLOSED']);
  });

  it('told twice at the same moment, is one run', async () => {
    const rig = await makeRig();
    const letters = makeLetterBox();
    await Promise.all([hear(rig, ended(request), letters), hear(rig, ended(request), letters)]);
    await makeDrainDeadLetters({ ...rig.ports, letters })({}, frame);

    expect(await rig.events(runId)).toEqual(['CLOSED']);
    expect(letters.left).toEqual([]);
  });

  it('throws where the queue does not take it either', async () => {
    const rig = await makeRig();
    const letters = { ...makeLetterBox(), send: () => Promise.reject(new Error('the queue is away')) };
    const store = leaving(rig.store, () => true);

    await expect(makeHearOfEnded({ ...rig.ports, store, letters })(ended(request))).rejects.toThrow('queue');
  });
});

describe('a run that exists', () => {
  it('stays as it is, and nobody is told again', async () => {
    const rig = await makeRig();
    rig.model.arm({ fault: 'server-error', action: 'SwitchOver', times: 1, executes: false });
    await rig.direct('one', { ...request, taskToken: 'waiting' });
    const { error } = await rig.ended('one');
    const before = await rig.run(runId);
    const told = rig.told.length;

    expect(await hear(rig, ended({ ...request, taskToken: 'waiting' }, { error }))).toBe('nothing');
    expect(await rig.run(runId)).toEqual(before);
    expect(rig.told).toHaveLength(told);
    expect(before.outcome).toBe('UNKNOWN');
  });

  it('answers a second delivery that died before its token was added', async () => {
    const rig = await makeRig();
    await rig.direct('one', request);
    await rig.ended('one');

    expect(await hear(rig, ended({ ...request, taskToken: 'second' }))).toBe('nothing');
    expect(tokensTold(rig)).toEqual(['second']);
    expect(await hear(rig, ended({ ...request, taskToken: 'second' }))).toBe('nothing');
    expect(tokensTold(rig)).toEqual(['second']);
  });

  it('whose waiting workflow cannot be answered now is left to settle', async () => {
    const rig = await makeRig({ over: refusedAnswers(true).over });
    await rig.direct('one', { ...request, taskToken: 'waiting' });
    await rig.ended('one');
    const before = await rig.run(runId);

    expect(await hear(rig, ended({ ...request, taskToken: 'waiting' }))).toBe('nothing');
    expect(await rig.run(runId)).toEqual(before);
  });

  it('is not asked for where the execution was started for it alone, by the API or by due', async () => {
    const rig = await makeRig();
    const store = leaving(rig.store, () => true);
    const letters = makeLetterBox();

    expect(await makeHearOfEnded({ ...rig.ports, store, letters })(ended({ runId }))).toBe('nothing');
    expect(letters.left).toEqual([]);
  });
});

describe('an execution whose input is no request', () => {
  it.each([
    ['without a key', { rule: 'solo', reason: 'x' }, 'key'],
    [
      'for a rule that the plan does not have',
      { ...request, rule: 'nobody' },
      'unknown rule: NO_RULE_MATCHES',
    ],
    ['of a run and an order', { runId, force: true }, 'force'],
  ])('is kept as refused, and who waits is told: %s', async (_, input, why) => {
    const rig = await makeRig();

    expect(await hear(rig, ended({ ...input, taskToken: 'waiting' }))).toBe('refused');
    expect(await refusals(rig)).toMatchObject([{ execution: EXECUTION, why: expect.stringContaining(why) }]);
    expect(rig.refusals).toMatchObject([{ token: 'waiting', error: 'InputRefused' }]);
  });

  it('is kept as refused where its key was used for another request', async () => {
    const rig = await makeRig();
    await rig.ran({ key: 'nightly/1', instance: SOLO });

    expect(await hear(rig, ended(request))).toBe('refused');
    expect(await refusals(rig)).toMatchObject([{ why: expect.stringContaining('another request') }]);
  });

  it('is kept as refused before the first plan, and stays so', async () => {
    const rig = await makeRig();
    const store = makeMemoryStore();
    const hearing = makeHearOfEnded({ ...rig.ports, store, letters: makeLetterBox() });

    expect(await hearing(ended(request))).toBe('refused');
    for (const item of await rig.store.list('control')) {
      await store.transact([{ put: item.key, attributes: item.attributes }]);
    }
    expect(await hearing(ended(request))).toBe('refused');
    expect(await refusals({ store })).toMatchObject([
      { why: expect.stringContaining('no plan is in force') },
    ]);
  });

  it('that CheckWindow refused is refused once, and tells who could not be told', async () => {
    const rig = await makeRig({
      over: (ports) => ({
        ...ports,
        announcer: { ...ports.announcer, refuseToken: () => Promise.reject(new Error('throttled')) },
      }),
    });
    await rig.direct('one', { force: true, taskToken: 'waiting' });
    const { error, input } = await rig.ended('one');
    const [kept] = await refusals(rig);
    const over = { error, executionArn: kept?.execution };
    const letters = makeLetterBox();

    expect(error).toBe('RefusalUntold');
    expect(await hear(rig, ended(input, over), letters)).toBe('queued');
    const told: string[] = [];
    const announcer = { ...rig.ports.announcer, refuseToken: async (token: string) => told.push(token) > 0 };
    await makeDrainDeadLetters({ ...rig.ports, announcer, letters })({}, frame);

    expect(told).toEqual(['waiting']);
    expect(await refusals(rig)).toEqual([kept]);
    expect(rig.lines.filter(({ code }) => code === 'INPUT_REFUSED')).toHaveLength(1);
    expect(letters.left).toEqual([]);
  });

  it('is said to be unknown where the event does not hold it', async () => {
    const rig = await makeRig();
    const event = ended(undefined, { input: null, inputDetails: { included: false } });

    expect(await hear(rig, event)).toBe('nothing');
    expect(rig.lines).toContainEqual(
      expect.objectContaining({ code: 'INPUT_NOT_TOLD', data: { execution: EXECUTION } }),
    );
    expect(await refusals(rig)).toEqual([]);
  });
});

it('any other call is left alone', async () => {
  const rig = await makeRig();

  expect(await hear(rig, { minuteCallOf: 'settle' })).toBeUndefined();
  expect(await hear(rig, undefined)).toBeUndefined();
});
