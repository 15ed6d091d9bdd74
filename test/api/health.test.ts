import { describe, expect, it } from 'vitest';
import { problemSchema } from '../../shared/api/problem.ts';
import { healthSchema } from '../../shared/api/view-schema.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { SOLO } from '../steps/rig.ts';
import { makeApiRig } from './api-rig.ts';

describe('GET /v1/health', () => {
  it('tells the time, the plan in force and how many stops there are', async () => {
    const { get } = await makeApiRig();

    expect(healthSchema.parse(await (await get('/v1/health')).json())).toEqual({
      now: '2026-11-23T18:10:00.000Z',
      plan: { hash: 'a'.repeat(64), appliedAt: '2026-11-23T18:10:00.000Z' },
      stops: 0,
    });
  });

  it('says that there is no plan yet', async () => {
    const { get, start } = await makeApiRig({ ports: () => ({ store: makeMemoryStore() }) });

    expect(await (await get('/v1/health')).json()).toMatchObject({ plan: null });
    const refused = await start({ instance: SOLO, when: 'now', reason: 'drill' });
    expect(problemSchema.parse(await refused.json())).toMatchObject({ status: 409, code: 'NO_PLAN' });
  });
});
