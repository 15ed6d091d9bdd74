import { describe, expect, it } from 'vitest';
import { makeBot } from '../../shared/notify/bot.ts';
import { readTarget } from '../../shared/notify/target.ts';
import { WECOM } from '../../shared/notify/wecom.ts';
import { describeChannel } from './channel-contract.ts';
import { LocalWeCom } from './local-wecom.ts';

const KEY = 'canary-0000-key';

describeChannel('wecom', {
  makeOther(clock) {
    const local = new LocalWeCom(clock, KEY);
    return { reply: local.reply, arrived: () => local.arrived };
  },
  makeChannel(origin, parts) {
    const url = `${origin}/cgi-bin/webhook/send?key=${KEY}`;
    const target = readTarget('wecom', 'the secret', JSON.stringify({ url }), 'with loopback');
    return makeBot(WECOM, { target, ...parts });
  },
  secrets: [KEY],
  limit: { count: 20, refusesFor: 60_000 },
  kind: 'bot',
});

it.each([
  ['2,048 bytes are sent whole', 2_048, 2_048],
  ['one more is cut', 2_049, 2_047],
])('%s', (_, bytes, sent) => {
  const target = readTarget(
    'wecom',
    'the secret',
    JSON.stringify({ url: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${KEY}` }),
    'public',
  );
  const message = {
    id: 'i',
    kind: 'test',
    title: 'T',
    paragraphs: ['x'.repeat(bytes - 2)],
    data: {},
  } as const;

  const { body } = WECOM.request(message, target, 0);

  expect(Buffer.byteLength(JSON.parse(body).text.content)).toBe(sent);
});

describe('what the bot says', () => {
  it.each([
    [-1, { code: 'BUSY', permanent: false }],
    [40058, { code: 'MESSAGE_REFUSED', permanent: true }],
    [45009, { code: 'THROTTLED', permanent: false, retryAfterSeconds: 60 }],
    [45033, { code: 'THROTTLED', permanent: false, retryAfterSeconds: 60 }],
    [60020, { code: 'SENDER_NOT_ALLOWED', permanent: true }],
    [93000, { code: 'TARGET_UNKNOWN', permanent: true }],
    [77777, { code: 'REFUSED', permanent: false }],
  ])('%i', (errcode, expected) => {
    expect(WECOM.read({ errcode, errmsg: 'x' })).toEqual({
      delivered: false,
      ...expected,
      answered: String(errcode),
    });
  });
});
