import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKeptLetter } from '../../shared/protocol/dead-letters.ts';
import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import { CONTROL, LETTER_PREFIX } from '../../shared/protocol/keys.ts';
import type { DeadLetter } from '../../shared/steps/dead-letters.ts';
import { makeDrainDeadLetters } from '../../shared/steps/drain-dead-letters.ts';
import { listRefused } from '../../shared/steps/list-refused.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { type LetterBox, makeLetterBox } from './letter-box.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const SCHEDULE = 'arn:aws:scheduler:eu-central-1:1:schedule/default/orders-nightly';
const request = { rule: 'solo', key: 'nightly/1', when: 'window', reason: 'nightly' };
const runId = runIdOfRequest('test', 'nightly/1');
const letterOf = (body: unknown, over: Partial<DeadLetter> = {}): DeadLetter => ({
  id: 'letter-1',
  text: typeof body === 'string' ? body : JSON.stringify(body),
  sentAt: NIGHT - MINUTE,
  from: SCHEDULE,
  answer: 'AWS.StepFunctions.StateMachineDoesNotExist',
  ...over,
});
const frame = { remaining: () => MINUTE };
const drain = (rig: Rig, letters: LetterBox) => makeDrainDeadLetters({ ...rig.ports, letters })({}, frame);
const kept = async (rig: Rig) => (await rig.store.list(CONTROL, LETTER_PREFIX)).map(readKeptLetter);

describe('a request for a run that could not be delivered', () => {
  it('is that run, SKIPPED with the reason, chained and in its history', async () => {
    const rig = await makeRig();
    const letters = makeLetterBox(letterOf(request));

    expect(await drain(rig, letters)).toEqual({ runs: 1, kept: 0, failed: 0 });
    expect(await rig.run(runId)).toMatchObject({
      phase: 'CLOSED',
      outcome: 'SKIPPED',
      reason: 'STALE',
      rule: 'solo',
      trigger: { source: 'direct', by: SCHEDULE, reason: 'nightly' },
      decision: {
        code: 'TRIGGER_UNDELIVERED',
        data: { undeliveredAt: NIGHT - MINUTE, answer: 'AWS.StepFunctions.StateMachineDoesNotExist' },
      },
    });
    expect(await rig.events(runId)).toEqual(['CLOSED']);
    expect(letters.left).toEqual([]);
    expect(rig.lines).toContainEqual(expect.objectContaining({ runId, code: 'TRIGGER_UNDELIVERED' }));
  });

  it('is announced by settle like every other end, and sends nothing, however long one waits', async () => {
    const rig = await makeRig();
    await drain(rig, makeLetterBox(letterOf(request)));
    await rig.minutes(20, undefined, MINUTE);

    expect(rig.told.filter(({ run }) => run.runId === runId)).toMatchObject([{ what: 'closed' }]);
    expect(await rig.engine.describe(runId)).toBeUndefined();
  });

  it('answers the workflow that waits for it', async () => {
    const rig = await makeRig();
    await drain(rig, makeLetterBox(letterOf({ ...request, taskToken: 'token-1' })));
    await rig.clock.advanceTo(NIGHT + MINUTE);
    await rig.settle();

    expect(rig.told).toContainEqual(expect.objectContaining({ what: 'token', token: 'token-1' }));
    expect(JSON.stringify(rig.lines)).not.toContain('token-1');
  });

  it('has the opening that it was meant for, not the one of the minute in which its letter is read', async () => {
    const rig = await makeRig({ at: NIGHT + 20 * HOUR });
    await drain(rig, makeLetterBox(letterOf(request, { sentAt: NIGHT + 19 * HOUR, scheduledAt: NIGHT })));

    expect((await rig.run(runId)).opening?.day).toBe('2026-11-24');
  });

  it('leaves a run alone that another delivery of it has started, whatever became of it', async () => {
    const rig = await makeRig();
    await rig.direct('by-hand', request);
    await rig.ended('by-hand');
    const before = await rig.run(runId);

    expect(await drain(rig, makeLetterBox(letterOf(request)))).toEqual({ runs: 1, kept: 0, failed: 0 });
    expect(await rig.run(runId)).toEqual(before);
    expect(before.outcome).toBe('SUCCEEDED');
  });

  it.each(['arn:of-a-parent', undefined])(
    'is the run of its twin, whichever of the two the console links: %s',
    async (parent) => {
      const rig = await makeRig();
      const linked = { ...request, AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:of-another' };
      const twin = { ...request, ...(parent && { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: parent }) };
      await rig.direct('by-hand', twin);
      await rig.ended('by-hand');

      expect(await drain(rig, makeLetterBox(letterOf(linked)))).toEqual({ runs: 1, kept: 0, failed: 0 });
      expect(await kept(rig)).toEqual([]);
    },
  );

  it('once recorded, is not started by a delivery that comes after all', async () => {
    const rig = await makeRig();
    await drain(rig, makeLetterBox(letterOf(request)));
    await rig.direct('late', request);
    await rig.ended('late');

    expect(rig.executed()).toBe(0);
    expect((await rig.run(runId)).outcome).toBe('SKIPPED');
  });

  it.each([
    ['a rule that the plan does not have', { ...request, rule: 'nobody' }, 'unknown rule: NO_RULE_MATCHES'],
    [
      'an instance that no rule covers',
      { key: 'k', reason: 'x', instance: 'redis-x' },
      'unknown instance: NO_RULE_MATCHES',
    ],
  ])('is kept as refused: %s', async (_, body, fault) => {
    const rig = await makeRig();
    const letters = makeLetterBox(letterOf(body));

    expect(await drain(rig, letters)).toEqual({ runs: 0, kept: 1, failed: 0 });
    expect(await kept(rig)).toMatchObject([
      { what: 'refused', of: body.key, faults: [fault], from: SCHEDULE },
    ]);
    expect(letters.left).toEqual([]);
  });

  it('is kept as refused where its key was used for another request', async () => {
    const rig = await makeRig();
    await rig.ran({ key: 'nightly/1', instance: SOLO });
    await drain(rig, makeLetterBox(letterOf(request)));

    expect(await kept(rig)).toMatchObject([
      { what: 'refused', faults: ['key: it was used for another request'] },
    ]);
  });

  it('is kept as refused before the first plan', async () => {
    const rig = await makeRig();
    const store = makeMemoryStore();
    await makeDrainDeadLetters({ ...rig.ports, store, letters: makeLetterBox(letterOf(request)) })({}, frame);

    const items = await store.list(CONTROL, LETTER_PREFIX);
    expect(items.map(readKeptLetter)).toMatchObject([{ what: 'refused', faults: ['no plan is in force'] }]);
  });
});

describe('an execution that ended badly, of which settle did not hear', () => {
  const EXECUTION = 'arn:aws:states:eu-central-1:1:execution:runs:x';
  const ended = (input: object) => ({
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn: EXECUTION, status: 'FAILED', input: JSON.stringify(input) },
  });

  it('before its request had a run, is that run, SKIPPED; of a run that is known, it is kept as what it is', async () => {
    const rig = await makeRig();
    const letters = makeLetterBox(letterOf(ended(request)));
    expect(await drain(rig, letters)).toEqual({ runs: 1, kept: 0, failed: 0 });
    letters.put(letterOf(ended(request), { id: 'letter-2' }));

    expect(await drain(rig, letters)).toEqual({ runs: 0, kept: 1, failed: 0 });
    expect((await rig.run(runId)).trigger.by).toBe(EXECUTION);
    expect(await kept(rig)).toMatchObject([{ what: 'ended badly', of: EXECUTION }]);
    expect(letters.left).toEqual([]);
  });

  it('with an input that is no request, is a refused one', async () => {
    const rig = await makeRig();

    expect(await drain(rig, makeLetterBox(letterOf(ended({ rule: 'solo' }))))).toMatchObject({ kept: 1 });
    expect((await listRefused(rig)).requests).toMatchObject([{ execution: EXECUTION }]);
  });
});

describe('any other letter', () => {
  it('is kept as what it is, without its text', async () => {
    const rig = await makeRig();
    const secret = 'AKLT-never-shown';
    const letters = makeLetterBox(
      letterOf({ minuteCallOf: 'due' }, { id: 'a', sentAt: NIGHT }),
      letterOf({ taskToken: secret, rule: 'solo' }, { id: 'b', sentAt: NIGHT + 1 }),
      letterOf(secret, { id: 'c', sentAt: NIGHT + 2 }),
    );

    expect(await drain(rig, letters)).toEqual({ runs: 0, kept: 3, failed: 0 });
    expect(await kept(rig)).toMatchObject([
      { what: 'minute call', of: 'due', undeliveredAt: NIGHT },
      { what: 'unknown', faults: expect.arrayContaining([expect.stringMatching(/^key:/)]) },
      { what: 'unknown' },
    ]);
    expect(JSON.stringify([await kept(rig), rig.lines])).not.toContain(secret);
    expect(rig.lines.filter(({ code }) => code === 'DEAD_LETTER')).toHaveLength(3);
    expect(letters.left).toEqual([]);
  });

  it('fills neither a record nor a line, however wrong it is', async () => {
    const rig = await makeRig();
    const wrong = Object.fromEntries(Array.from({ length: 5_000 }, (_value, at) => [`field${at}`, at]));
    await drain(rig, makeLetterBox(letterOf(wrong)));

    expect(JSON.stringify(await kept(rig)).length).toBeLessThan(8_000);
  });
});

describe('a letter that cannot be recorded', () => {
  it('stays in the queue, and keeps the next one waiting no longer', async () => {
    const rig = await makeRig();
    const letters = makeLetterBox(letterOf(request), letterOf({ minuteCallOf: 'due' }, { id: 'letter-2' }));
    let away = true;
    const store = {
      ...rig.store,
      get: async (...given: Parameters<typeof rig.store.get>) => {
        if (away) throw new Error('the store is away');
        return await rig.store.get(...given);
      },
    };
    const pass = () => makeDrainDeadLetters({ ...rig.ports, store, letters })({}, frame);

    expect(await pass()).toEqual({ runs: 0, kept: 1, failed: 1 });
    expect(letters.left).toEqual(['letter-1']);
    away = false;
    letters.show();
    expect(await pass()).toEqual({ runs: 1, kept: 0, failed: 0 });
    expect(letters.left).toEqual([]);
  });

  it('is recorded once, whatever gets lost on the way and however often it comes', async () => {
    const step = fc.constantFrom('pass', 'lose the removal', 'deliver again', 'late execution');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const rig = await makeRig();
        const letters = makeLetterBox(letterOf(request));
        await drain(rig, letters);
        for (const [at, one] of steps.entries()) {
          if (one === 'lose the removal') letters.loseRemoval();
          if (one === 'deliver again') letters.put(letterOf(request));
          if (one === 'late execution') await rig.direct(`late-${at}`, request);
          letters.show();
          await drain(rig, letters);
        }
        expect((await rig.run(runId)).outcome).toBe('SKIPPED');
        expect(await rig.events(runId)).toEqual(['CLOSED']);
        expect(rig.executed()).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves time to whoever calls it', async () => {
    const rig = await makeRig();
    const letters = makeLetterBox(letterOf(request));
    const pass = await makeDrainDeadLetters({ ...rig.ports, letters })({}, { remaining: () => 10 * SECOND });

    expect(pass).toEqual({ runs: 0, kept: 0, failed: 0 });
    expect(letters.left).toEqual(['letter-1']);
  });
});
