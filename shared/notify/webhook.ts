import { createHmac } from 'node:crypto';
import { MINUTE, SECOND } from '../time/clock.ts';
import { type BotForm, postJson } from './bot.ts';
import { fitting } from './fitting.ts';
import { machineForm } from './machine-form.ts';
import { plainText } from './plain-text.ts';

/** Bytes of the text for people. The data beside it is as long as it is. */
const LONGEST = 100_000;

/**
 * A receiver of one's own: the message as JSON, signed as Standard Webhooks 1.0 says, for which receivers find libraries:
 * `webhook-id` (the same for every try), `webhook-timestamp` in seconds, and `webhook-signature`, which is `v1,` and the
 * base64 of HMAC-SHA256 over `id.timestamp.body`. Any 2xx is a receipt; what is said beside it is not read.
 */
export const WEBHOOK: BotForm = {
  pace: [{ count: 60, per: MINUTE }],
  request(message, { url, secret = '' }, now) {
    const fitted = fitting(message, LONGEST, (one) => Buffer.byteLength(plainText(one)));
    const posting = postJson(url, machineForm(fitted));
    const timestamp = String(Math.floor(now / SECOND));
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const id = headerOf(message.id);
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${posting.body}`);
    return {
      ...posting,
      headers: {
        ...posting.headers,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${mac.digest('base64')}`,
      },
    };
  },
  read: () => ({ delivered: true }),
};

/** The id with percent signs for what may not stand in a header, and for the full stop that separates what is signed. */
const headerOf = (id: string): string =>
  id
    .toWellFormed()
    .replace(/[^\x21-\x7e]|%/gu, encodeURIComponent)
    .replaceAll('.', '%2E');
