import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { MINUTE, SECOND } from '../time/clock.ts';
import { type BotForm, postJson } from './bot.ts';
import type { Delivery, DeliveryCode, Message } from './channel.ts';
import { fitting } from './fitting.ts';

/** The vendor takes 20 KB a request. */
const LONGEST = 20_000;

/**
 * A custom bot of a Feishu or Lark group, as open.larksuite.com/document/client-docs/bot-v3/use-custom-bots-in-a-group has it
 * (2025-10-30): 100 requests a minute and 5 a second for a bot, 20 KB a request.
 *
 * Messages are rich text (`post`) of `text` and `a` elements: neither holds markup, so no text of others can mention or link.
 */
export const FEISHU: BotForm = {
  pace: [
    { count: 50, per: MINUTE },
    { count: 2, per: SECOND },
  ],
  request(message, target, now) {
    const signed = target.secret === undefined ? {} : signature(target.secret, Math.floor(now / SECOND));
    const contentOf = (one: Message) => ({ ...signed, msg_type: 'post', content: postOf(one) });
    const fitted = fitting(message, LONGEST, (one) => Buffer.byteLength(JSON.stringify(contentOf(one))));
    return postJson(target.url, contentOf(fitted));
  },
  read(body) {
    const read = answerSchema.safeParse(body);
    return read.success ? deliveryOf(read.data) : undefined;
  },
};

/** The key of the HMAC is the text to sign, and what is signed is empty: so has it the vendor's own sample code. */
function signature(secret: string, seconds: number) {
  const sign = createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64');
  return { timestamp: String(seconds), sign };
}

function postOf({ title, paragraphs, command, link }: Message) {
  const lines = [...paragraphs, ...(command === undefined ? [] : [command])];
  const content = [
    ...lines.map((text): object[] => [{ tag: 'text', text }]),
    ...(link === undefined ? [] : [[{ tag: 'a', text: link, href: link }]]),
  ];
  return { post: { zh_cn: { title, content } } };
}

const answerSchema = z.object({ code: z.int(), msg: z.optional(z.string()) });

const CODES: Readonly<Record<number, readonly [DeliveryCode, permanent: boolean]>> = {
  9499: ['MESSAGE_REFUSED', true],
  11232: ['THROTTLED', false],
  19001: ['TARGET_UNKNOWN', true],
  19021: ['SIGNATURE_REFUSED', true],
  19022: ['SENDER_NOT_ALLOWED', true],
  19024: ['KEYWORD_MISSING', true],
  99991400: ['THROTTLED', false],
};

/** A code that nobody described is tried again: not to know is no reason to give up. */
function deliveryOf({ code, msg = '' }: z.infer<typeof answerSchema>): Delivery {
  if (code === 0) return { delivered: true };
  // 9499 is said to malformed and to too many requests; only the text tells which.
  const [known, permanent] = /too many/i.test(msg)
    ? THROTTLED
    : (CODES[code] ?? (['REFUSED', false] as const));
  const wait = known === 'THROTTLED' ? { retryAfterSeconds: MINUTE / SECOND } : {};
  return { delivered: false, code: known, permanent, ...wait, answered: String(code) };
}

const THROTTLED = ['THROTTLED', false] as const;
