import { describe, expect, it } from 'vitest';
import { refusedSchema } from '../../shared/api/view-schema.ts';
import { type KeptLetter, keepLetter } from '../../shared/protocol/dead-letters.ts';
import { SOLO } from '../steps/rig.ts';
import { makeApiRig } from './api-rig.ts';

describe('GET /v1/refused', () => {
  it('tells whose request was refused, when and why, and nothing that stood in it', async () => {
    const { rig, get } = await makeApiRig();
    await rig.direct('stranger', { instance: SOLO, key: 'k', reason: 'x', password: 'canary' });
    await rig.ended('stranger');

    const answer = await get('/v1/refused');
    const text = await answer.text();

    expect(answer.status).toBe(200);
    expect(refusedSchema.strict().parse(JSON.parse(text))).toEqual({
      requests: [
        {
          execution: expect.stringContaining('stranger'),
          why: expect.stringContaining('password'),
          at: '2026-11-23T18:10:00.000Z',
        },
      ],
      letters: [],
      more: 0,
    });
    expect(text).not.toContain('canary');
  });

  it('tells of a trigger that never arrived whose it was and what its target said', async () => {
    const { rig, get } = await makeApiRig();
    const letter: KeptLetter = {
      what: 'refused',
      of: 'nightly/1',
      from: 'arn:aws:scheduler:us-east-1:1:schedule/default/nightly',
      answer: 'AccessDenied',
      faults: ['rule: NO_RULE_MATCHES'],
      digest: 'd',
      undeliveredAt: rig.clock.now(),
    };
    await rig.store.transact([keepLetter('a', letter, rig.clock.now())]);

    const { digest, undeliveredAt, ...told } = letter;
    expect(digest).toBe('d');
    expect(await (await get('/v1/refused')).json()).toEqual({
      requests: [],
      letters: [{ ...told, at: new Date(undeliveredAt).toISOString() }],
      more: 0,
    });
  });
});
