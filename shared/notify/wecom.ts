import * as z from 'zod/mini';
import { MINUTE, SECOND } from '../time/clock.ts';
import { type BotForm, postJson } from './bot.ts';
import type { Delivery, DeliveryCode } from './channel.ts';
import { fitting } from './fitting.ts';
import { plainText } from './plain-text.ts';

/** Bytes of a text in UTF-8, as the vendor counts them. */
const LONGEST = 2_048;

/**
 * A bot of a WeCom group, as developer.work.weixin.qq.com/document/path/91770 has it: 20 messages a minute, 2,048 bytes a text.
 * It knows no signature: its address is all that it takes.
 *
 * Messages are `text`: its Markdown, which may be twice as long, can mention people and is not shown by WeChat.
 */
export const WECOM: BotForm = {
  pace: [{ count: 10, per: MINUTE }],
  request(message, { url }) {
    const fitted = fitting(message, LONGEST, (one) => Buffer.byteLength(plainText(one)));
    return postJson(url, { msgtype: 'text', text: { content: plainText(fitted) } });
  },
  read(body) {
    const read = answerSchema.safeParse(body);
    return read.success ? deliveryOf(read.data) : undefined;
  },
};

const answerSchema = z.object({ errcode: z.int() });

/** developer.work.weixin.qq.com/document/path/90313, the vendor's table of all codes. */
const CODES: Readonly<Record<number, readonly [DeliveryCode, permanent: boolean]>> = {
  [-1]: ['BUSY', false],
  40008: ['MESSAGE_REFUSED', true],
  40058: ['MESSAGE_REFUSED', true],
  44004: ['MESSAGE_REFUSED', true],
  45002: ['MESSAGE_REFUSED', true],
  45009: ['THROTTLED', false],
  45033: ['THROTTLED', false],
  60020: ['SENDER_NOT_ALLOWED', true],
  93000: ['TARGET_UNKNOWN', true],
};

function deliveryOf({ errcode }: z.infer<typeof answerSchema>): Delivery {
  if (errcode === 0) return { delivered: true };
  const [code, permanent] = CODES[errcode] ?? (['REFUSED', false] as const);
  const wait = code === 'THROTTLED' ? { retryAfterSeconds: MINUTE / SECOND } : {};
  return { delivered: false, code, permanent, ...wait, answered: String(errcode) };
}
