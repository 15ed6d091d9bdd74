import { describe, expect, it } from 'vitest';
import { makeApi } from '../../shared/api/api.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { planAppliedSchema, planViewSchema } from '../../shared/api/view-schema.ts';
import { LARGEST_PLAN_TEXT, planText } from '../../shared/steps/apply-plan.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { makeRig } from '../steps/rig.ts';

const plan = (over = '') => `
timezone: Asia/Shanghai
accounts: { prod: { region: cn-beijing, credentials: offpeak/prod } }
windows: { nights: { days: mon-thu, open: "02:00", close: "04:30" } }
${over}
rules:
  - { name: solo, match: { instance: redis-cn0000000000000001 }, account: prod, window: nights, every: opening }
`;

async function served(given: { credentials: readonly string[] } = { credentials: ['offpeak/prod'] }) {
  const rig = await makeRig();
  const api = makeApi({
    ports: rig.ports,
    caller: () => 'ann',
    unserved: ({ accounts }) =>
      Object.values(accounts)
        .filter(({ credentials }) => !given.credentials.includes(credentials))
        .map(({ name }) => ({ path: `plan accounts.${name}`, sentence: 'Not given.' })),
  });
  const put = async (body: unknown) =>
    await api.request('/v1/plan', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const hash = async () => (await planPointer(rig.store)).hash;
  return { rig, api, put, hash };
}

describe('PUT /v1/plan', () => {
  it('stores the plan under its hash, puts it in force, and keeps who did it', async () => {
    const { rig, put, hash } = await served();
    const before = await hash();

    const answer = await put({ text: plan() });

    const applied = planAppliedSchema.parse(await answer.json());
    expect(answer.status).toBe(200);
    expect(applied).toMatchObject({
      hash: await hash(),
      before,
      appliedAt: new Date(rig.clock.now()).toISOString(),
    });
    expect(applied.difference).toMatchObject({
      elsewhere: [],
      modes: [{ account: 'prod', before: 'switch', after: 'observe' }],
    });
    expect(await planPointer(rig.store)).toMatchObject({ by: 'ann' });
    expect(await planVersion(rig.store, applied.hash)).toMatchObject({ rules: [{ name: 'solo' }] });
    expect(rig.lines).toContainEqual({
      what: 'plan applied',
      data: { hash: applied.hash, before, by: 'ann' },
    });
  });

  it('reads the calendars that come with it', async () => {
    const { put } = await served();
    const text = plan('freezes: [{ name: Spring, calendar: cn.ics }]');
    const event =
      'BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270206\nDTEND;VALUE=DATE:20270213\nUID:1\nSUMMARY:x\nEND:VEVENT';
    const calendars = { 'cn.ics': `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n${event}\nEND:VCALENDAR` };

    expect((await put({ text })).status).toBe(400);
    expect((await put({ text, calendars })).status).toBe(200);
  });

  it.each([
    ['no plan at all', { text: 'rules: [' }, 400, 'plan:1:'],
    ['a plan with faults', { text: plan('limits: { atOnce: 0 }\nfreeze: []') }, 400, 'plan:5:'],
    ['a body with other fields', { text: plan(), hash: 'x' }, 400, 'body/hash'],
    ['a text that is none', { text: 7 }, 400, 'body/text'],
  ])('refuses %s with its place; the earlier one stays', async (_what, body, status, place) => {
    const { put, hash } = await served();
    const before = await hash();

    const answer = await put(body);

    expect(answer.status).toBe(status);
    expect(problemSchema.parse(await answer.json()).faults?.[0]?.path).toContain(place);
    expect(await hash()).toBe(before);
  });

  it('refuses a plan that names what it was not given, and changes nothing', async () => {
    const { put, hash, rig } = await served({ credentials: [] });
    const before = await hash();

    const answer = await put({ text: plan() });

    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      type: 'urn:offpeak:problem:not-served',
      faults: [{ path: 'plan accounts.prod', sentence: 'Not given.' }],
    });
    expect(await hash()).toBe(before);
    expect(rig.lines).not.toContainEqual(expect.objectContaining({ what: 'plan applied' }));
  });

  it('takes the largest plan that a record holds, and none that is larger', async () => {
    const { rig, put, hash } = await served();
    const days = (count: number) =>
      Array.from({ length: count }, (_, day) => {
        const date = new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10);
        return `{ name: "${day} ${'freeze '.repeat(13).trim()}", from: ${date}, through: ${date} }`;
      }).join(', ');
    const most = 2_000;

    const large = await put({ text: plan(`freezes: [${days(most)}]`) });
    const stored = await planVersion(rig.store, await hash());
    const larger = await put({ text: plan(`freezes: [${days(most * 1.3)}]`) });

    expect(large.status).toBe(200);
    expect(stored.freezes).toHaveLength(most);
    expect(Buffer.byteLength(planText(stored))).toBeGreaterThan(0.75 * LARGEST_PLAN_TEXT);
    expect(larger.status).toBe(413);
    expect(await larger.json()).toMatchObject({ code: 'PLAN_TOO_LARGE' });
    expect(await hash()).toBe(stored.hash);
  });
});

describe('GET /v1/plan', () => {
  it('shows the plan in force', async () => {
    const { api, put } = await served();
    const { hash } = planAppliedSchema.parse(await (await put({ text: plan() })).json());

    const answer = await api.request('/v1/plan');

    const shown = planViewSchema.parse(await answer.json());
    expect(shown).toMatchObject({ hash, by: 'ann', plan: { timezone: 'Asia/Shanghai' } });
    expect(shown.plan).not.toHaveProperty('hash');
  });
});
