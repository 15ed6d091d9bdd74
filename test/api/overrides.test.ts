import { describe, expect, it } from 'vitest';
import { problemSchema } from '../../shared/api/problem.ts';
import { runViewSchema } from '../../shared/api/view-schema.ts';
import { FLEET, SOLO } from '../steps/rig.ts';
import { makeApiRig } from './api-rig.ts';

const freeze = { name: 'Double 24', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };
const BODY = { instance: SOLO, gate: 'freeze', reason: 'incident 4711' };

async function served() {
  const rig = await makeApiRig({ plan: (plan) => ({ ...plan, freezes: [freeze] }) });
  const override = (body: unknown, headers: Record<string, string> = {}) =>
    rig.post('/v1/overrides', body, { 'idempotency-key': 'key-1', ...headers });
  return { ...rig, override };
}

describe('POST /v1/overrides', () => {
  it('accepts a run at once, under the name of who asks', async () => {
    const { override, starts, rig } = await served();

    const answer = await override(BODY);

    const run = runViewSchema.parse(await answer.json());
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/runs/${run.id}`);
    expect(starts).toEqual([run.id]);
    expect(run.override).toEqual({
      gate: 'freeze',
      by: 'ana',
      reason: 'incident 4711',
      at: '2026-11-23T18:10:00.000Z',
    });
    await rig.ended(run.id);
    expect(await rig.run(run.id)).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('is the same run when it comes again; a start under its key is another request', async () => {
    const { override, start } = await served();
    const { id } = runViewSchema.parse(await (await override(BODY)).json());

    expect(runViewSchema.parse(await (await override(BODY)).json()).id).toBe(id);
    expect((await start({ instance: SOLO, when: 'now', reason: BODY.reason })).status).toBe(422);
    expect((await override({ ...BODY, gate: 'cooldown' })).status).toBe(422);
  });

  it.each([
    ['en', 'The gate cooldown says yes by itself'],
    ['zh-CN', '检查项 cooldown 本身已通过'],
  ])('says in %s that there is nothing to override', async (language, sentence) => {
    const { override, rig } = await served();
    await rig.apply((plan) => ({ ...plan, freezes: [] }));

    const answer = await override({ ...BODY, gate: 'cooldown' }, { 'accept-language': language });

    expect(answer.status).toBe(409);
    expect(problemSchema.parse(await answer.json())).toMatchObject({
      type: 'urn:offpeak:problem:nothing-to-override',
      code: 'NOTHING_TO_OVERRIDE',
      detail: expect.stringContaining(sentence),
    });
  });

  it.each([
    ['stop', { ...BODY, gate: 'stop' }, 'body/gate'],
    ['lease', { ...BODY, gate: 'lease' }, 'body/gate'],
    ['limits', { ...BODY, gate: 'limits' }, 'body/gate'],
    ['two gates', { ...BODY, gate: ['freeze', 'window'] }, 'body/gate'],
    ['a gate that is misspelt', { ...BODY, gate: 'freez' }, 'body/gate'],
    ['no gate', { instance: SOLO, reason: 'x' }, 'body/gate'],
    ['no reason', { instance: SOLO, gate: 'freeze' }, 'body/reason'],
    ['an empty reason', { ...BODY, reason: ' ' }, 'body/reason'],
    ['a name of its own', { ...BODY, by: 'somebody else' }, 'body/by'],
    ['a time', { ...BODY, when: 'window' }, 'body/when'],
    ['minutes without the window', { ...BODY, minutes: 60 }, 'body/minutes'],
    ['a day', { ...BODY, gate: 'window', minutes: 1_440 }, 'body/minutes'],
    ['too little', { ...BODY, gate: 'window', minutes: 29 }, 'body/minutes'],
    ['two subjects', { ...BODY, rule: 'solo' }, 'body'],
  ])('refuses %s before anything is read', async (_what, body, path) => {
    const { override, starts } = await served();

    const answer = await override(body);

    expect(answer.status).toBe(400);
    expect(problemSchema.parse(await answer.json()).faults?.map((fault) => fault.path)).toContain(path);
    expect(starts).toEqual([]);
  });

  it('names the nearest gate, and needs a key', async () => {
    const { override, post } = await served();

    expect(await (await override({ ...BODY, gate: 'freez' })).json()).toMatchObject({
      faults: [{ nearest: 'freeze', sentence: expect.stringContaining('no other gate can be overridden') }],
    });
    expect((await post('/v1/overrides', BODY)).status).toBe(400);
  });
});

it('a start has no override: the field is refused there', async () => {
  const { start, starts } = await served();

  const answer = await start({ instance: FLEET, when: 'now', reason: 'x', gate: 'freeze' });

  expect(answer.status).toBe(400);
  expect(starts).toEqual([]);
});
