import { describe, expect, it } from 'vitest';
import { problemSchema } from '../../shared/api/problem.ts';
import { runViewSchema } from '../../shared/api/view-schema.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { SOLO } from '../steps/rig.ts';
import { type ApiRig, makeApiRig } from './api-rig.ts';

const EVENING = Date.parse('2026-11-24T12:00:00Z');
const UNKNOWN_ID = 'a'.repeat(52);

const idOf = async (answer: Response) => runViewSchema.parse(await answer.json()).id;
const code = async (answer: Response) => [answer.status, problemSchema.parse(await answer.json()).code];
const accepted = async ({ start }: ApiRig, when = 'now', key = 'key-1') =>
  await idOf(await start({ instance: SOLO, when, reason: 'drill' }, key));

describe('GET /v1/runs/{id}', () => {
  it('tells everything of a run that was proven, in both languages', async () => {
    const rig = await makeApiRig();
    const id = await accepted(rig);
    await rig.rig.ended(id);

    const answer = await rig.get(`/v1/runs/${id}`);

    const run = runViewSchema.parse(await answer.json());
    expect(answer.status).toBe(200);
    expect(run).toMatchObject({
      phase: 'CLOSED',
      outcome: 'SUCCEEDED',
      reason: 'PROVEN',
      desired: 'yes',
      attributed: 'yes',
      hold: false,
      intact: true,
      decision: { code: 'ROLES_MOVED' },
    });
    expect(run.sentences?.en).toMatch(/^Succeeded \(proven\): Each target is primary .* Asia\/Shanghai/);
    expect(run.sentences?.['zh-CN']).toMatch(/[一-龥]/);
    expect(run.gates.map(({ gate, answer: said }) => [gate, said])).toContainEqual(['window', 'yes']);
    expect(run.pins).toEqual([
      { batch: 1, targets: [expect.objectContaining({ shardId: expect.any(String) })] },
    ]);
    expect(run.sends).toMatchObject([{ batch: 1, attempt: 1, answer: 'accepted' }]);
    expect(run.events.map(({ kind }) => kind)).toEqual(['CLAIMED', 'SENDING', 'CLOSED']);
  });

  it('says why a run waits', async () => {
    const rig = await makeApiRig({ at: EVENING });
    const id = await accepted(rig, 'window');

    const run = runViewSchema.parse(await (await rig.get(`/v1/runs/${id}`)).json());

    expect(run).toMatchObject({ phase: 'ACCEPTED', gates: [], opening: { day: '2026-11-25' } });
  });

  it.each([UNKNOWN_ID, 'x', '..%2F..', '%00', 'run%23x', '__proto__', 'A'.repeat(52), 'a'.repeat(5000)])(
    '%s: 404',
    async (id) => {
      const { get } = await makeApiRig();

      expect(await code(await get(`/v1/runs/${id}`))).toEqual([404, 'NO_SUCH_RUN']);
    },
  );
});

describe('POST /v1/runs/{id}/cancel', () => {
  it('closes a run that has sent nothing, and again changes nothing', async () => {
    const rig = await makeApiRig({ at: EVENING });
    const id = await accepted(rig, 'window');
    const cancel = () => rig.post(`/v1/runs/${id}/cancel`, { reason: 'not tonight' });

    const answers = [await cancel(), await cancel()];

    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(runViewSchema.parse(await answer.json())).toMatchObject({
        outcome: 'CANCELLED',
        decision: { data: { by: 'ana', reason: 'not tonight' } },
      });
    }
  });

  it('is refused once a send was claimed, and once the run has ended', async () => {
    const rig = await makeApiRig();
    const id = await accepted(rig);
    const cancel = () => rig.post(`/v1/runs/${id}/cancel`, { reason: 'stop it' });
    await rig.rig.clock.runUntil(() => rig.rig.executed() === 1);

    expect(await code(await cancel())).toEqual([409, 'ALREADY_SENT']);
    await rig.rig.ended(id);
    expect(await code(await cancel())).toEqual([409, 'ALREADY_CLOSED']);
  });

  it.each(['cancel', 'acknowledge'])('needs a reason and a run to %s', async (verb) => {
    const rig = await makeApiRig({ at: EVENING });
    const id = await accepted(rig, 'window');

    expect(await code(await rig.post(`/v1/runs/${id}/${verb}`, {}))).toEqual([400, 'BAD_REQUEST']);
    expect(await code(await rig.post(`/v1/runs/${UNKNOWN_ID}/${verb}`, { reason: 'x' }))).toEqual([
      404,
      'NO_SUCH_RUN',
    ]);
  });
});

describe('POST /v1/runs/{id}/acknowledge', () => {
  /** A run whose send got no clear answer and whose roles never moved. */
  async function unknownRun() {
    const rig = await makeApiRig();
    const fault = {
      fault: 'server-error',
      action: 'SwitchOver',
      instance: SOLO,
      times: 1,
      status: 500,
    } as const;
    rig.rig.model.arm({ ...fault, executes: false });
    const id = await accepted(rig);
    await rig.rig.ended(id);
    return { rig, id, acknowledge: () => rig.post(`/v1/runs/${id}/acknowledge`, { reason: 'looked at it' }) };
  }

  it('frees what a run holds; the outcome stays', async () => {
    const { acknowledge } = await unknownRun();

    const answer = await acknowledge();

    expect(answer.status).toBe(200);
    expect(runViewSchema.parse(await answer.json())).toMatchObject({
      outcome: 'UNKNOWN',
      hold: false,
      settled: { as: 'ACKNOWLEDGED', decision: { data: { by: 'ana', reason: 'looked at it' } } },
    });
  });

  it('is refused while an effect can still land, and says from when on it is not', async () => {
    const { rig, id, acknowledge } = await unknownRun();
    const lifeEndsAt = rig.rig.clock.now() + MINUTE;
    await rig.rig.store.transact([{ update: keys.send(id, 1, 1), set: { lifeEndsAt } }]);

    const early = problemSchema.parse(await (await acknowledge()).json());
    await rig.rig.clock.advanceTo(Date.parse(early.from ?? '') - 1);
    const stillEarly = await acknowledge();
    await rig.rig.clock.advanceTo(Date.parse(early.from ?? ''));
    const answer = await acknowledge();

    expect(early).toMatchObject({ status: 409, code: 'TOO_EARLY' });
    expect(early.detail).toContain(early.from);
    expect([stillEarly.status, answer.status]).toEqual([409, 200]);
  });

  it('is refused where nothing is held', async () => {
    const rig = await makeApiRig();
    const id = await accepted(rig);

    expect(await code(await rig.post(`/v1/runs/${id}/acknowledge`, { reason: 'x' }))).toEqual([
      409,
      'NOTHING_HELD',
    ]);
  });
});
