import { describe, expect, it } from 'vitest';
import { problemSchema } from '../../shared/api/problem.ts';
import { stopListSchema, stopSchema } from '../../shared/api/view-schema.ts';
import { SOLO } from '../steps/rig.ts';
import { type ApiRig, makeApiRig } from './api-rig.ts';

const put = async ({ api }: ApiRig, scope: string, body: unknown = { reason: 'incident 7' }) =>
  await api.request(`/v1/stops/${scope}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const lift = async ({ api }: ApiRig, scope: string) =>
  await api.request(`/v1/stops/${scope}`, { method: 'DELETE' });
const scopes = async (rig: ApiRig) =>
  stopListSchema.parse(await (await rig.get('/v1/stops')).json()).stops.map(({ scope }) => scope);

describe('a stop', () => {
  it.each([
    ['everything', 'everything'],
    ['account:prod', 'account:prod'],
    ['rule:solo', 'rule:solo'],
    [`instance:cn-beijing%2F${SOLO}`, `instance:cn-beijing/${SOLO}`],
    [`instance:cn-beijing/${SOLO}`, `instance:cn-beijing/${SOLO}`],
    [`instance%3Acn-beijing%2F${SOLO}`, `instance:cn-beijing/${SOLO}`],
  ])('%s is put, listed, and lifted once', async (address, scope) => {
    const rig = await makeApiRig();

    const answer = await put(rig, address);

    expect(answer.status).toBe(200);
    expect(stopSchema.parse(await answer.json())).toEqual({
      scope,
      by: 'ana',
      reason: 'incident 7',
      at: '2026-11-23T18:10:00.000Z',
    });
    expect(await scopes(rig)).toEqual([scope]);
    expect((await lift(rig, address)).status).toBe(204);
    expect((await lift(rig, address)).status).toBe(404);
    expect(await scopes(rig)).toEqual([]);
  });

  it('stops what is asked for after it, and is told in the log', async () => {
    const rig = await makeApiRig();

    await put(rig, 'everything');

    expect((await rig.start({ instance: SOLO, when: 'now', reason: 'drill' })).status).toBe(409);
    expect(rig.rig.lines).toContainEqual({ what: 'stopped', data: { scope: 'everything', by: 'ana' } });
  });

  it.each([
    'everythin',
    'account:',
    'account:a%20b',
    'account:a%23b',
    'account:%00',
    'instance:no-region',
    'instance:cn-beijing%2F..%2F..',
    'rule:%E0%A4%A',
    `rule:${'x'.repeat(101)}`,
    '__proto__',
  ])('of scope %s is refused', async (scope) => {
    const rig = await makeApiRig();

    for (const answer of [await put(rig, scope), await lift(rig, scope)]) {
      expect(answer.status).toBe(400);
      expect(problemSchema.parse(await answer.json()).faults?.[0]?.path).toBe('path/scope');
    }
    expect(await scopes(rig)).toEqual([]);
  });

  it('needs a reason; the faults of address and body are told together', async () => {
    const answer = await put(await makeApiRig(), 'nothing', { resaon: 'x' });

    const { faults } = problemSchema.parse(await answer.json());
    expect(faults?.map(({ path }) => path)).toEqual(['path/scope', 'body/reason', 'body/resaon']);
  });
});
