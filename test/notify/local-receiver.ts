import { createHmac } from 'node:crypto';
import type { Clock } from '../../shared/time/clock.ts';
import type { Reply, Seen } from '../volcengine/scripted-server.ts';
import { RateLimit } from './rate-limit.ts';

/**
 * A receiver that verifies Standard Webhooks 1.0 by its own code: signature over `id.timestamp.body`, five minutes of
 * tolerance, each id once. It takes 120 requests a minute and says so with 429.
 */
export class LocalReceiver {
  readonly arrived: { readonly id: string; readonly body: Readonly<Record<string, unknown>> }[] = [];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #secret: string;
  readonly #limit: RateLimit;

  constructor(clock: Pick<Clock, 'now'>, secret: string) {
    this.#clock = clock;
    this.#secret = secret;
    this.#limit = new RateLimit(clock, 120, 60_000);
  }

  readonly reply: Reply = (response, seen) => {
    if (!this.#limit.takes()) response.writeHead(429, { 'Retry-After': '60' }).end();
    else response.writeHead(this.#verified(seen) ? 204 : 401).end();
  };

  #verified({ headers, body }: Seen): boolean {
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = headers;
    const key = Buffer.from(this.#secret.slice('whsec_'.length), 'base64');
    const expected = `v1,${createHmac('sha256', key).update([id, at, body].join('.')).digest('base64')}`;
    if (Math.abs(this.#clock.now() / 1_000 - Number(at)) > 300) return false;
    if (!String(signatures).split(' ').includes(expected)) return false;
    if (this.arrived.every((known) => known.id !== id))
      this.arrived.push({ id: String(id), body: JSON.parse(body) });
    return true;
  }
}
