import { describe, expect, it } from 'vitest';
import { makeBot } from '../../shared/notify/bot.ts';
import { FEISHU } from '../../shared/notify/feishu.ts';
import { readTarget } from '../../shared/notify/target.ts';
import { makeGuardedPost } from '../../shared/runtime/guarded-post.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { ScriptedServer } from '../volcengine/scripted-server.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { describeChannel } from './channel-contract.ts';
import { type FeishuSettings, LocalFeishu } from './local-feishu.ts';
import { TROUBLE } from './messages.ts';

const TOKEN = 'canary-token-feishu';
const SECRET = 'canary-secret-feishu';

const targetAt = (origin: string, secret?: string, token = TOKEN) =>
  readTarget(
    'feishu',
    'the secret',
    JSON.stringify({ url: `${origin}/open-apis/bot/v2/hook/${token}`, secret }),
    'with loopback',
  );

describeChannel('feishu', {
  makeOther(clock) {
    const local = new LocalFeishu({ clock, token: TOKEN, secret: SECRET });
    return {
      reply: local.reply,
      arrived: () => local.arrived.map(({ title, lines }) => [title, ...lines].join('\n')),
    };
  },
  makeChannel: (origin, parts) => makeBot(FEISHU, { target: targetAt(origin, SECRET), ...parts }),
  secrets: [TOKEN, SECRET],
  limit: { count: 5, refusesFor: 1_000 },
  kind: 'bot',
});

describe('what the bot says', () => {
  const post = makeGuardedPost({ clock: systemClock, reach: 'with loopback' });

  async function sent(
    settings: Partial<FeishuSettings>,
    own: { secret?: string; token?: string; skew?: number },
  ) {
    const clock = new VirtualClock();
    const local = new LocalFeishu({ clock, token: TOKEN, ...settings });
    await using server = await ScriptedServer.start(local.reply);
    const target = targetAt(server.origin, own.secret, own.token);
    const channel = makeBot(FEISHU, {
      target,
      clock: { now: () => clock.now() + (own.skew ?? 0) },
      post,
    });
    return await channel.send(TROUBLE);
  }

  it.each([
    ['no signature is asked for', {}, {}, { delivered: true }],
    [
      'a signature within the hour',
      { secret: SECRET },
      { secret: SECRET, skew: 3_599_000 },
      { delivered: true },
    ],
    ['another key', { secret: SECRET }, { secret: 'another' }, ['SIGNATURE_REFUSED', '19021']],
    ['no key', { secret: SECRET }, {}, ['SIGNATURE_REFUSED', '19021']],
    [
      'a clock that is an hour off',
      { secret: SECRET },
      { secret: SECRET, skew: 3_601_000 },
      ['SIGNATURE_REFUSED', '19021'],
    ],
    ['a word of the bot that is in the message', { keyword: 'Offpeak' }, {}, { delivered: true }],
    ['a word of the bot that is not', { keyword: 'alarm' }, {}, ['KEYWORD_MISSING', '19024']],
    ['an address that is not on its list', { foreign: true }, {}, ['SENDER_NOT_ALLOWED', '19022']],
    ['a token that it does not know', {}, { token: 'gone' }, ['TARGET_UNKNOWN', '19001']],
  ] as [string, Partial<FeishuSettings>, object, object][])('%s', async (_, settings, own, expected) => {
    const delivery = await sent(settings, own);

    const [code, answered] = Array.isArray(expected) ? expected : [];
    expect(delivery).toEqual(
      Array.isArray(expected) ? { delivered: false, code, permanent: true, answered } : expected,
    );
  });

  it.each([
    [
      { code: 9499, msg: 'Bad Request' },
      { code: 'MESSAGE_REFUSED', permanent: true },
    ],
    [
      { code: 9499, msg: 'too many request' },
      { code: 'THROTTLED', permanent: false, retryAfterSeconds: 60 },
    ],
    [
      { code: 11232, msg: 'frequency limited' },
      { code: 'THROTTLED', permanent: false, retryAfterSeconds: 60 },
    ],
    [
      { code: 77777, msg: 'new' },
      { code: 'REFUSED', permanent: false },
    ],
  ])('%j', (body, expected) => {
    expect(FEISHU.read(body)).toEqual({ delivered: false, ...expected, answered: String(body.code) });
  });
});
