import { describe, expect, it } from 'vitest';
import { type BotForm, makeBot, postJson } from '../../shared/notify/bot.ts';
import type { Posting } from '../../shared/notify/post.ts';
import { readTarget } from '../../shared/notify/target.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { TROUBLE } from './messages.ts';

const target = readTarget(
  'webhook',
  'the secret',
  JSON.stringify({ url: 'https://hooks.example.com/', secret: `whsec_${'A'.repeat(32)}` }),
  'public',
);

describe('a bot', () => {
  it('makes its request anew for each try, and reads the answer', async () => {
    const clock = new VirtualClock(1_000);
    const sent: Posting[] = [];
    const form: BotForm = {
      pace: [{ count: 1, per: 1 }],
      request: ({ id }, { url }, now) => postJson(url, { id, now }),
      read: () => ({ delivered: true, receipt: 'seen' }),
    };
    const post = async (posting: Posting) => {
      sent.push(posting);
      return { kind: 'answered', httpStatus: 200, body: Buffer.from('{}') } as const;
    };
    const channel = makeBot(form, { target, clock, post });

    const first = await channel.send(TROUBLE);
    clock.pass(5);
    await channel.send(TROUBLE);

    expect(first).toEqual({ delivered: true, receipt: 'seen' });
    expect(channel.pace).toEqual([{ count: 1, per: 1 }]);
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      { id: TROUBLE.id, now: 1_000 },
      { id: TROUBLE.id, now: 1_005 },
    ]);
    expect(sent[0]).toMatchObject({
      url: new URL('https://hooks.example.com/'),
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
    });
  });
});
