import { describe, expect, it } from 'vitest';
import { problemSchema } from '../../shared/api/problem.ts';
import { runViewSchema } from '../../shared/api/view-schema.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { makeStop } from '../../shared/steps/stops.ts';
import { FLEET, NIGHT, SOLO } from '../steps/rig.ts';
import { makeApiRig } from './api-rig.ts';

const NOW = { instance: SOLO, when: 'now', reason: 'drill' };
/** 20:00 in Shanghai; the window opens at 02:00. */
const EVENING = Date.parse('2026-11-24T12:00:00Z');

const problem = async (answer: Response) => problemSchema.parse(await answer.json());
const run = async (answer: Response) => runViewSchema.parse(await answer.json());

describe('POST /v1/runs', () => {
  it('answers 202 with Location and the run, and starts its execution', async () => {
    const { start, starts } = await makeApiRig();

    const answer = await start(NOW);

    const accepted = await run(answer);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/runs/${accepted.id}`);
    expect(accepted).toMatchObject({
      instance: `cn-beijing/${SOLO}`,
      rule: 'solo',
      request: { by: 'ana', reason: 'drill', source: 'http', startAt: '2026-11-23T18:10:00.000Z' },
    });
    expect(starts).toEqual([accepted.id]);
  });

  it('takes a rule for the instance that it names, and each form of target', async () => {
    const { start } = await makeApiRig();
    const targets = ['any', 'other-zone', { zone: 'cn-beijing-b' }, { nodes: ['node-1', 'node-2'] }];

    const answers = await Promise.all(
      targets.map((target, index) =>
        start({ rule: 'fleet', target, when: 'window', reason: 'drill' }, `key-${index}`),
      ),
    );

    const runs = await Promise.all(answers.map(run));
    expect(runs.map(({ instance }) => instance)).toEqual(targets.map(() => `cn-beijing/${FLEET}`));
    expect(runs.map(({ request }) => request.target)).toEqual(targets);
  });

  it.each([
    ['window', '2026-11-24T18:00:00.000Z'],
    ['2026-11-25T02:30:00+08:00', '2026-11-24T18:30:00.000Z'],
    ['2026-11-24T18:30Z', '2026-11-24T18:30:00.000Z'],
  ])('leaves when: %s to due', async (when, startAt) => {
    const { start, starts } = await makeApiRig({ at: EVENING });

    const accepted = await run(await start({ ...NOW, when }));

    expect(accepted).toMatchObject({ phase: 'ACCEPTED', request: { startAt } });
    expect(starts).toEqual([]);
  });

  it('starts a dry run at once, also outside the window', async () => {
    const { start, starts } = await makeApiRig({ at: EVENING });

    const accepted = await run(await start({ ...NOW, dryRun: true }));

    expect(accepted.mode).toBe('dry run');
    expect(starts).toEqual([accepted.id]);
  });
});

describe('an Idempotency-Key', () => {
  it('with the same body is the same Location, then and after the run has ended', async () => {
    const { start, starts, rig } = await makeApiRig();
    const first = await start(NOW);
    const location = first.headers.get('location');
    const again = await start({ ...NOW, dryRun: false });
    await rig.ended((await run(first)).id);

    const afterwards = await start(NOW);

    for (const answer of [again, afterwards]) {
      expect(answer.status).toBe(202);
      expect(answer.headers.get('location')).toBe(location);
    }
    expect(await run(afterwards)).toMatchObject({ phase: 'CLOSED', outcome: 'SUCCEEDED' });
    expect(starts).toHaveLength(1);
    expect(rig.executed()).toBe(1);
  });

  it('that comes ten times at the same moment is one run', async () => {
    const { start, starts } = await makeApiRig();

    const answers = await Promise.all(Array.from({ length: 10 }, () => start(NOW)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect(starts).toHaveLength(1);
  });

  it('is another one in other letters', async () => {
    const { start } = await makeApiRig();
    const dry = { ...NOW, dryRun: true };

    const [one, other] = [await start(dry, 'Key'), await start(dry, 'key')];

    expect(one.headers.get('location')).not.toBe(other.headers.get('location'));
  });

  it.each([
    { reason: 'another reason' },
    { when: 'window' },
    { target: 'other-zone' },
    { dryRun: true },
    { instance: FLEET },
  ])('with another body (%o) is refused: 422, nothing started', async (other) => {
    const { start, starts } = await makeApiRig();
    await start(NOW);

    const answer = await start({ ...NOW, ...other });

    expect(answer.status).toBe(422);
    expect(await problem(answer)).toMatchObject({
      code: 'KEY_REUSED',
      type: 'urn:offpeak:problem:key-reused',
    });
    expect(starts).toHaveLength(1);
  });

  it.each([
    ['missing', undefined, 'is missing'],
    ['empty', '', 'printable ASCII'],
    ['256 characters', 'k'.repeat(256), 'printable ASCII'],
    ['not ASCII', 'clé', 'printable ASCII'],
    ['a tab', 'a\tb', 'printable ASCII'],
  ])('that is %s is a fault of the header', async (_, key, sentence) => {
    const { post, starts } = await makeApiRig();

    const answer = await post('/v1/runs', NOW, key === undefined ? {} : { 'idempotency-key': key });

    expect(answer.status).toBe(400);
    expect((await problem(answer)).faults).toEqual([
      { path: 'header/Idempotency-Key', sentence: expect.stringContaining(sentence) },
    ]);
    expect(starts).toEqual([]);
  });

  it('may have 255 characters', async () => {
    const { start } = await makeApiRig();

    expect((await start(NOW, '~'.repeat(255))).status).toBe(202);
  });
});

describe('now, when it may not be', () => {
  it('outside the window: 409 with the next opening, and the sentence in the language asked for', async () => {
    const { post, starts } = await makeApiRig({ at: EVENING });
    const ask = (language: string) =>
      post('/v1/runs', NOW, { 'idempotency-key': 'key-1', 'accept-language': language });

    const [english, chinese] = [await ask('en'), await ask('zh-CN,zh;q=0.9,en;q=0.8')];

    expect(english.status).toBe(409);
    expect(english.headers.get('content-type')).toBe('application/problem+json');
    const { decision, ...told } = await problem(english);
    expect(told).toEqual({
      type: 'urn:offpeak:problem:not-now',
      title: 'Not now',
      status: 409,
      code: 'BEFORE_OPEN',
      detail: 'The window opens Wed 2026-11-25 02:00 Asia/Shanghai, in 6 h.',
      nextOpening: '2026-11-24T18:00:00.000Z',
      retryable: false,
    });
    expect((await problem(chinese)).detail).toBe(decision?.sentences['zh-CN']);
    expect(starts).toEqual([]);
  });

  it('while another run is under way: 409 with the code of the gate that refused', async () => {
    const { start, rig, starts } = await makeApiRig();
    const first = await run(await start(NOW));
    await rig.clock.runUntil(() => rig.model.answered().length > 0);

    const answer = await start(NOW, 'key-2');

    expect(answer.status).toBe(409);
    expect((await problem(answer)).code).toMatch(/^INSTANCE_(BUSY|HELD)$/);
    expect(starts).toEqual([first.id]);
  });

  it('within the cool-down: 409', async () => {
    const { start, rig } = await makeApiRig();
    await rig.ended((await run(await start(NOW))).id);

    const answer = await start(NOW, 'key-2');

    expect(answer.status).toBe(409);
    expect(await problem(answer)).toMatchObject({ code: 'COOLING_DOWN', title: 'Not now' });
  });

  it('under a stop: 409, and says who and why', async () => {
    const { start, rig } = await makeApiRig();
    await makeStop(rig.ports)({ scope: 'account:prod', by: 'bo', reason: 'incident 7' });

    const answer = await start(NOW);

    expect(await problem(answer)).toMatchObject({
      status: 409,
      code: 'STOPPED',
      detail: 'bo has stopped account:prod: incident 7',
    });
  });

  it('at the limit: 409', async () => {
    const { start, rig } = await makeApiRig();
    await start(NOW);
    await rig.clock.runUntil(() => rig.model.answered().length > 0);

    const answer = await start({ ...NOW, instance: FLEET }, 'key-2');

    expect(await problem(answer)).toMatchObject({ status: 409, code: 'AT_ONCE_LIMIT' });
  });

  it('in a freeze: 409', async () => {
    const plan = (before: Plan): Plan => ({
      ...before,
      freezes: [{ name: 'Double 11', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' }],
    });
    const { start } = await makeApiRig({ plan });

    expect(await problem(await start(NOW))).toMatchObject({ status: 409, code: 'FROZEN' });
  });
});

describe('what the plan does not allow', () => {
  it.each([
    ['an unknown instance', { instance: 'redis-cn9999' }, 404, 'NO_RULE_MATCHES'],
    ['an unknown rule', { rule: 'slo' }, 404, 'UNKNOWN_RULE'],
    [
      'an instant without an opening',
      { instance: SOLO, when: '2026-11-24T12:00:00+08:00' },
      422,
      'NO_OPENING_THEN',
    ],
    ['an instant in the year 9999', { instance: SOLO, when: '9999-12-31T23:59:59Z' }, 422, 'NO_OPENING_THEN'],
  ])('%s: %o → %i %s', async (_, asked, status, code) => {
    const { start, starts } = await makeApiRig();

    const answer = await start({ when: 'now', reason: 'drill', ...asked });

    expect(answer.status).toBe(status);
    expect((await problem(answer)).code).toBe(code);
    expect(starts).toEqual([]);
  });

  it('a rule that says never: 409 with the sentence of its author', async () => {
    const plan = (before: Plan): Plan => ({
      ...before,
      rules: [
        { name: 'leave-alone', match: { instance: SOLO }, never: 'Ask in the dba channel.' },
        ...before.rules,
      ],
    });
    const { start } = await makeApiRig({ plan });

    const answer = await start(NOW);

    expect(await problem(answer)).toMatchObject({
      status: 409,
      type: 'urn:offpeak:problem:never',
      code: 'RULE_SAYS_NEVER',
      detail: 'Rule "leave-alone" forbids it: Ask in the dba channel.',
    });
  });

  it('a rule that names no instance: 404, and says what to do', async () => {
    const plan = (before: Plan): Plan => ({
      ...before,
      rules: before.rules.map((rule) =>
        rule.name === 'fleet' ? { ...rule, match: { tag: { tier: '1' } } } : rule,
      ),
    });
    const { start } = await makeApiRig({ plan, at: NIGHT });

    const answer = await start({ rule: 'fleet', when: 'now', reason: 'drill' });

    expect(await problem(answer)).toMatchObject({ status: 404, code: 'RULE_WITHOUT_INSTANCE' });
  });
});

describe('a request with many faults', () => {
  it('is told all of them at once, each with its path and the word that was meant', async () => {
    const { post } = await makeApiRig();

    const answer = await post('/v1/runs', { target: { zon: 'b' }, when: 'nwo', resaon: 'x', dryRun: 'yes' });

    expect(answer.status).toBe(400);
    expect((await problem(answer)).faults?.map(({ path, nearest }) => [path, nearest])).toEqual([
      ['header/Idempotency-Key', undefined],
      ['body/target/zone', undefined],
      ['body/target/zon', 'zone'],
      ['body/when', 'now'],
      ['body/reason', undefined],
      ['body/dryRun', undefined],
      ['body/resaon', 'reason'],
      ['body', undefined],
    ]);
  });
});
