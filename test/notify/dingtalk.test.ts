import { describe, expect, it } from 'vitest';
import { makeBot } from '../../shared/notify/bot.ts';
import { DINGTALK } from '../../shared/notify/dingtalk.ts';
import { readTarget } from '../../shared/notify/target.ts';
import { makeGuardedPost } from '../../shared/runtime/guarded-post.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { ScriptedServer } from '../volcengine/scripted-server.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { describeChannel } from './channel-contract.ts';
import { type DingTalkSettings, LocalDingTalk } from './local-dingtalk.ts';
import { TROUBLE } from './messages.ts';

const TOKEN = 'canary0token0dingtalk';
const SECRET = 'SECcanary-secret-dingtalk';

const targetAt = (origin: string, secret?: string, token = TOKEN) =>
  readTarget(
    'dingtalk',
    'the secret',
    JSON.stringify({ url: `${origin}/robot/send?access_token=${token}`, secret }),
    'with loopback',
  );

describeChannel('dingtalk', {
  makeOther(clock) {
    const local = new LocalDingTalk({ clock, token: TOKEN, secret: SECRET });
    return { reply: local.reply, arrived: () => local.arrived };
  },
  makeChannel: (origin, parts) => makeBot(DINGTALK, { target: targetAt(origin, SECRET), ...parts }),
  secrets: [TOKEN, SECRET],
  limit: { count: 20, refusesFor: 600_000 },
  kind: 'bot',
});

describe('what the bot says', () => {
  const post = makeGuardedPost({ clock: systemClock, reach: 'with loopback' });

  async function sent(
    settings: Partial<DingTalkSettings>,
    own: { secret?: string; token?: string; skew?: number },
  ) {
    const clock = new VirtualClock();
    const local = new LocalDingTalk({ clock, token: TOKEN, ...settings });
    await using server = await ScriptedServer.start(local.reply);
    const target = targetAt(server.origin, own.secret, own.token);
    const skewed = { now: () => clock.now() + (own.skew ?? 0) };
    return await makeBot(DINGTALK, { target, clock: skewed, post }).send(TROUBLE);
  }

  it.each([
    ['no signature is asked for', {}, {}, { delivered: true }],
    [
      'a signature within the hour',
      { secret: SECRET },
      { secret: SECRET, skew: -3_599_000 },
      { delivered: true },
    ],
    ['another key', { secret: SECRET }, { secret: 'SECother' }, ['SIGNATURE_REFUSED', '310000']],
    ['no key', { secret: SECRET }, {}, ['SIGNATURE_REFUSED', '310000']],
    [
      'a clock that is an hour off',
      { secret: SECRET },
      { secret: SECRET, skew: 3_601_000 },
      ['SIGNATURE_REFUSED', '310000'],
    ],
    ['a word of the bot that is in the message', { keyword: 'Offpeak' }, {}, { delivered: true }],
    ['a word of the bot that is not', { keyword: 'alarm' }, {}, ['KEYWORD_MISSING', '310000']],
    ['an address that is not on its list', { foreign: true }, {}, ['SENDER_NOT_ALLOWED', '310000']],
    ['a token that it does not know', {}, { token: 'gone' }, ['TARGET_UNKNOWN', '300005']],
  ] as [string, Partial<DingTalkSettings>, object, object][])('%s', async (_, settings, own, expected) => {
    const [code, answered] = Array.isArray(expected) ? expected : [];

    expect(await sent(settings, own)).toEqual(
      Array.isArray(expected) ? { delivered: false, code, permanent: true, answered } : expected,
    );
  });

  it('stays silent for ten minutes once it was asked too much, however little it is asked then', async () => {
    const clock = new VirtualClock();
    const local = new LocalDingTalk({ clock, token: TOKEN });
    await using server = await ScriptedServer.start(local.reply);
    const channel = makeBot(DINGTALK, { target: targetAt(server.origin), clock, post });
    for (let n = 0; n <= 20; n += 1) await channel.send(TROUBLE);

    clock.pass(599_000);
    const early = await channel.send(TROUBLE);
    clock.pass(1_000);
    const late = await channel.send(TROUBLE);

    expect(early).toMatchObject({ code: 'THROTTLED', retryAfterSeconds: 600 });
    expect(late).toEqual({ delivered: true });
  });

  it.each([
    [
      { errcode: -1, errmsg: '系统繁忙' },
      { code: 'BUSY', permanent: false },
    ],
    [
      { errcode: 310000, errmsg: 'description:机器人发送签名不匹配;solution:…' },
      { code: 'SIGNATURE_REFUSED', permanent: true },
    ],
    [
      { errcode: 310000, errmsg: 'description:关键词不匹配;solution:…' },
      { code: 'KEYWORD_MISSING', permanent: true },
    ],
    [
      { errcode: 310000, errmsg: 'something new' },
      { code: 'NOT_AUTHORIZED', permanent: true },
    ],
    [
      { errcode: 88, errmsg: 'send too fast' },
      { code: 'THROTTLED', permanent: false, retryAfterSeconds: 600 },
    ],
    [
      { errcode: 77777, errmsg: 'new' },
      { code: 'REFUSED', permanent: false },
    ],
  ])('%j', (body, expected) => {
    expect(DINGTALK.read(body)).toEqual({ delivered: false, ...expected, answered: String(body.errcode) });
  });
});
