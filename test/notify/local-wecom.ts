import type { Clock } from '../../shared/time/clock.ts';
import type { Reply, Seen } from '../volcengine/scripted-server.ts';
import { RateLimit } from './rate-limit.ts';

/**
 * A group's bot as the vendor documents it (developer.work.weixin.qq.com/document/path/91770): its key in the query, 20
 * messages a minute, 2,048 bytes of UTF-8 a text. Knows nothing of the client's code.
 */
export class LocalWeCom {
  readonly arrived: string[] = [];
  readonly #key: string;
  readonly #limit: RateLimit;

  constructor(clock: Pick<Clock, 'now'>, key: string) {
    this.#key = key;
    this.#limit = new RateLimit(clock, 20, 60_000);
  }

  get path(): string {
    return `/cgi-bin/webhook/send?key=${this.#key}`;
  }

  readonly reply: Reply = (response, seen) => {
    const [errcode, errmsg] = this.#answer(seen);
    response
      .writeHead(200, { 'Content-Type': 'application/json; charset=UTF-8' })
      .end(JSON.stringify({ errcode, errmsg }));
  };

  #answer({ url, body }: Seen): readonly [number, string] {
    if (url !== this.path) return [93000, 'invalid webhook url, hint: [1700000000_1_0123456789]'];
    if (!this.#limit.takes()) return [45009, 'api freq out of limit, hint: [1700000000_1_0123456789]'];
    const { msgtype, text } = JSON.parse(body);
    if (msgtype !== 'text') return [40008, 'invalid message type'];
    if (!text?.content) return [44004, 'content size 0'];
    if (Buffer.byteLength(text.content) > 2_048) return [40058, 'text.content exceed max length 2048'];
    this.arrived.push(text.content);
    return [0, 'ok'];
  }
}
