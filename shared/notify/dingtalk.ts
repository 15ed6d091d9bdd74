import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { MINUTE, SECOND } from '../time/clock.ts';
import { type BotForm, postJson } from './bot.ts';
import type { Delivery, DeliveryCode } from './channel.ts';
import { fitting } from './fitting.ts';
import { plainText } from './plain-text.ts';

/** The vendor's own words for more: "message too long, exceed 20000 bytes". */
const LONGEST = 20_000;

/** Past its limit a bot is silent for ten minutes. */
const BLOCKED_FOR = (10 * MINUTE) / SECOND;

/**
 * A custom bot of a DingTalk group, as open.dingtalk.com/document/group/custom-robot-access has it: 20 messages a minute, and
 * ten minutes of silence past that; a request is signed in its query.
 *
 * Messages are `text`, in which nothing is markup, and nobody is mentioned because `at` names nobody.
 */
export const DINGTALK: BotForm = {
  pace: [{ count: 10, per: MINUTE }],
  request(message, target, now) {
    const { url, secret } = target;
    if (secret !== undefined) {
      url.searchParams.set('timestamp', String(now));
      url.searchParams.set('sign', signature(secret, now));
    }
    const contentOf = (content: string) => ({ msgtype: 'text', text: { content }, at: { isAtAll: false } });
    const fitted = fitting(message, LONGEST, (one) =>
      Buffer.byteLength(JSON.stringify(contentOf(plainText(one)))),
    );
    return postJson(url, contentOf(plainText(fitted)));
  },
  read(body) {
    const read = answerSchema.safeParse(body);
    return read.success ? deliveryOf(read.data) : undefined;
  },
};

/** Milliseconds here, seconds at Feishu; and the key is the key, but it also stands in what is signed. */
function signature(secret: string, now: number): string {
  return createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
}

const answerSchema = z.object({ errcode: z.int(), errmsg: z.optional(z.string()) });

/** The codes of the vendor's table for this call; 300005 is what an unknown token is answered with in practice. */
const CODES: Readonly<Record<number, readonly [DeliveryCode, permanent: boolean]>> = {
  [-1]: ['BUSY', false],
  40035: ['MESSAGE_REFUSED', true],
  43004: ['MESSAGE_REFUSED', true],
  130101: ['THROTTLED', false],
  300001: ['TARGET_UNKNOWN', true],
  300005: ['TARGET_UNKNOWN', true],
  310000: ['NOT_AUTHORIZED', true],
  400013: ['TARGET_UNKNOWN', true],
  400101: ['TARGET_UNKNOWN', true],
  400102: ['TARGET_UNKNOWN', true],
  400105: ['MESSAGE_REFUSED', true],
  400106: ['TARGET_UNKNOWN', true],
  410100: ['THROTTLED', false],
  460101: ['MESSAGE_REFUSED', true],
};

/** 310000 is said to three security settings; only the text tells which, in English or Chinese. */
const SECURITY: readonly (readonly [RegExp, DeliveryCode])[] = [
  [/keyword|关键词/i, 'KEYWORD_MISSING'],
  [/sign|timestamp|签名|时间戳/i, 'SIGNATURE_REFUSED'],
  [/\bip\b|whitelist|白名单/i, 'SENDER_NOT_ALLOWED'],
];

function deliveryOf({ errcode, errmsg = '' }: z.infer<typeof answerSchema>): Delivery {
  if (errcode === 0) return { delivered: true };
  const answered = String(errcode);
  const [code, permanent] = CODES[errcode] ?? (['REFUSED', false] as const);
  if (code === 'THROTTLED' || /too fast/i.test(errmsg)) {
    const retryAfterSeconds = BLOCKED_FOR;
    return { delivered: false, code: 'THROTTLED', permanent: false, retryAfterSeconds, answered };
  }
  const setting = SECURITY.find(([pattern]) => code === 'NOT_AUTHORIZED' && pattern.test(errmsg))?.[1];
  return { delivered: false, code: setting ?? code, permanent, answered };
}
