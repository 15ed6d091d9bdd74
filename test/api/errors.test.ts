import { describe, expect, it } from 'vitest';
import { problemSchema } from '../../shared/api/problem.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeMemoryStore, type StoreCall } from '../../shared/store/memory.ts';
import { SOLO } from '../steps/rig.ts';
import { makeApiRig } from './api-rig.ts';

const EVENING = Date.parse('2026-11-24T12:00:00Z');

/** A store whose next calls fail, once `fail` is called. */
function breakable() {
  let failure: ((call: StoreCall) => void) | undefined;
  const store = makeMemoryStore({ onCall: async (call) => failure?.(call) });
  return {
    store,
    fail(how: (call: StoreCall) => void) {
      failure = how;
    },
  };
}

describe('what is thrown below', () => {
  it('records that do not answer: 503 with Retry-After, on every route', async () => {
    const { store, fail } = breakable();
    const rig = await makeApiRig({ store });
    fail(() => {
      throw new StoreUnavailable('list run#x → ECONNRESET');
    });
    const id = 'a'.repeat(52);

    const answers = [
      await rig.start({ instance: SOLO, when: 'now', reason: 'drill' }),
      await rig.get(`/v1/runs/${id}`),
      await rig.get('/v1/runs?month=2026-11'),
      await rig.post(`/v1/runs/${id}/cancel`, { reason: 'x' }),
      await rig.get('/v1/health'),
    ];

    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      const text = await answer.text();
      expect(problemSchema.parse(JSON.parse(text))).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        retryable: true,
      });
      expect(text).not.toContain('ECONNRESET');
    }
  });

  it('a commit whose answer got lost is one run when the same key comes again', async () => {
    const { store, fail } = breakable();
    const rig = await makeApiRig({ store });
    const body = { instance: SOLO, when: 'window', reason: 'drill' };
    fail(({ operation, moment }) => {
      if (operation === 'transact' && moment === 'after') throw new StoreUnavailable('lost');
    });
    const lost = await rig.start(body);
    fail(() => {});

    const again = await rig.start(body);

    expect([lost.status, again.status]).toEqual([503, 202]);
    expect(await (await rig.get('/v1/runs?month=2026-11')).json()).toMatchObject({ runs: [{}] });
  });

  it('a run that went on at the same moment: 409, to be tried again', async () => {
    const { store, fail } = breakable();
    const rig = await makeApiRig({ store, at: EVENING });
    const accepted = await rig.start({ instance: SOLO, when: 'window', reason: 'drill' });
    const cancel = () => rig.post(`${accepted.headers.get('location')}/cancel`, { reason: 'x' });
    const together = [cancel(), cancel()];
    fail(() => {});

    const statuses = (await Promise.all(together)).map((answer) => [
      answer.status,
      answer.headers.get('retry-after'),
    ]);

    expect(statuses).toContainEqual([200, null]);
    expect(statuses).toContainEqual([409, '1']);
  });

  it('what nobody foresaw: 500 without internals; the log tells more under the name in the answer', async () => {
    const { store, fail } = breakable();
    const rig = await makeApiRig({ store });
    fail(() => {
      throw new TypeError('cannot read runs[0] at /srv/offpeak/shared/store.ts:12');
    });

    const answer = await rig.get('/v1/stops');

    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toMatch(/TypeError|cannot read|\.ts|srv/);
    const { incident, retryable } = problemSchema.parse(JSON.parse(text));
    expect(retryable).toBe(false);
    expect(rig.rig.lines).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ incident, name: 'TypeError' }) }),
    );
  });
});
