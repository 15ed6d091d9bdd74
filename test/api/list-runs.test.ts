import { describe, expect, it } from 'vitest';
import { problemSchema } from '../../shared/api/problem.ts';
import { runPageSchema } from '../../shared/api/view-schema.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import type { IndexChange } from '../../shared/store/memory-indexes.ts';
import { encodeCursor } from '../../shared/store/page-cursor.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { FLEET, SOLO } from '../steps/rig.ts';
import { type ApiRig, makeApiRig } from './api-rig.ts';

const EVENING = Date.parse('2026-11-24T12:00:00Z');

/** Five requests, a minute apart: of SOLO, FLEET, SOLO, FLEET, SOLO. */
async function fiveRuns(plan?: (plan: Plan) => Plan): Promise<ApiRig> {
  const rig = await makeApiRig({ at: EVENING, ...(plan && { plan }) });
  for (const number of [1, 2, 3, 4, 5]) {
    await rig.start(
      { instance: number % 2 ? SOLO : FLEET, when: 'window', reason: `${number}` },
      `key-${number}`,
    );
    await rig.rig.clock.advanceTo(rig.rig.clock.now() + MINUTE);
  }
  return rig;
}

const page = async (rig: ApiRig, query: string) => {
  const { runs, next } = runPageSchema.parse(await (await rig.get(`/v1/runs?${query}`)).json());
  return { reasons: runs.map(({ request }) => request.reason).join(''), next, runs };
};

const paths = async (rig: ApiRig, query: string) => {
  const answer = await rig.get(`/v1/runs${query}`);
  const { faults } = problemSchema.parse(await answer.json());
  return [answer.status, ...(faults ?? []).map(({ path }) => path)];
};

/** An index that sees each item once and none of its changes. */
function onlyFirst(): IndexChange {
  const seen = new Set<string>();
  return (key, apply) => {
    const name = `${key.partition} ${key.sort}`;
    if (!seen.has(name)) apply();
    seen.add(name);
  };
}

describe('GET /v1/runs', () => {
  it.each([
    ['month=2026-11', '54321'],
    ['month=2026-10', ''],
    [`instance=cn-beijing/${SOLO}`, '531'],
    [`instance=${FLEET}`, '42'],
    ['instance=redis-unknown', ''],
  ])('%s: newest first', async (query, reasons) => {
    expect((await page(await fiveRuns(), query)).reasons).toBe(reasons);
  });

  it('attention=true: the soonest deadline first', async () => {
    const rig = await makeApiRig({ at: EVENING });
    for (const minute of [30, 10, 20]) {
      const when = `2026-11-25T02:${minute}:00+08:00`;
      await rig.start({ instance: SOLO, when, reason: `${minute} ` }, `key-${minute}`);
    }

    expect((await page(rig, 'attention=true')).reasons).toBe('10 20 30 ');
  });

  it('attention=true leaves out what no longer needs any, where the index has not noticed yet', async () => {
    const rig = await makeApiRig({ at: EVENING, store: makeMemoryStore({ onIndexChange: onlyFirst() }) });
    const when = 'window';
    const [gone] = [
      await rig.start({ instance: SOLO, when, reason: 'gone' }, 'key-1'),
      await rig.start({ instance: FLEET, when, reason: 'there' }, 'key-2'),
    ];
    const runId = (gone.headers.get('location') ?? '').replace('/v1/runs/', '');
    await rig.rig.store.transact([{ update: keys.run(runId), remove: ['attention'] }]);

    expect((await page(rig, 'attention=true')).reasons).toBe('there');
  });

  it('goes on at next, page by page, to the end', async () => {
    const rig = await fiveRuns();

    const first = await page(rig, 'month=2026-11&limit=2');
    const second = await page(rig, `month=2026-11&limit=2&after=${first.next}`);
    const third = await page(rig, `month=2026-11&limit=2&after=${second.next}`);

    expect([first, second, third].map(({ reasons }) => reasons)).toEqual(['54', '32', '1']);
    expect(third.next).toBeUndefined();
  });

  it.each([
    ['', 'query'],
    ['?month=2026-11&attention=true', 'query'],
    ['?month=2026-13', 'query/month'],
    ['?month=2026-11&month=2026-10', 'query/month'],
    ['?attention=yes', 'query/attention'],
    ['?instance=..%2F..', 'query/instance'],
    ['?month=2026-11&limit=0', 'query/limit'],
    ['?month=2026-11&limit=-1', 'query/limit'],
    ['?month=2026-11&limit=1.5', 'query/limit'],
    ['?month=2026-11&limit=101', 'query/limit'],
    ['?month=2026-11&limit=9007199254740992', 'query/limit'],
    ['?month=2026-11&limit=NaN', 'query/limit'],
    ['?month=2026-11&after=nonsense', 'query/after'],
    [`?month=2026-11&after=${'a'.repeat(601)}`, 'query/after'],
    ['?month=2026-11&__proto__=1', 'query/__proto__'],
    ['?month=2026-11&limt=5', 'query/limt'],
  ])('%s: 400 at %s', async (query, path) => {
    expect(await paths(await makeApiRig(), query)).toEqual([400, path]);
  });

  it.each([
    { at: 1.5, key: { partition: `run#${'a'.repeat(52)}`, sort: 'run' } },
    { at: 1, key: { partition: 'control', sort: 'run' } },
    { at: 1, key: { partition: `run#${'a'.repeat(52)}`, sort: 'pin#001' } },
  ])('a forged cursor never reaches the store: %o', async (position) => {
    expect(await paths(await makeApiRig(), `?month=2026-11&after=${encodeCursor(position)}`)).toEqual([
      400,
      'query/after',
    ]);
  });

  it('asks for the region of an instance where the plan leaves it open', async () => {
    const rig = await fiveRuns((plan) => ({
      ...plan,
      accounts: {
        ...plan.accounts,
        south: {
          name: 'south',
          provider: 'volcengine',
          region: 'cn-guangzhou',
          credentials: 'south',
          mode: 'observe',
        },
      },
    }));

    expect(await paths(rig, `?instance=${SOLO}`)).toEqual([400, 'query/instance']);
    expect((await page(rig, `instance=cn-beijing%2F${SOLO}`)).reasons).toBe('531');
  });
});
