import { createHmac } from 'node:crypto';
import type { Clock } from '../../shared/time/clock.ts';
import type { Reply, Seen } from '../volcengine/scripted-server.ts';
import { RateLimit } from './rate-limit.ts';

export interface DingTalkSettings {
  readonly clock: Pick<Clock, 'now'>;
  readonly token: string;
  readonly secret?: string;
  readonly keyword?: string;
  readonly foreign?: boolean;
}

/**
 * A group's bot as the vendor documents it (open.dingtalk.com, custom-robot-access): everything with HTTP 200, a signature in
 * the query, 20 messages a minute and then ten minutes of silence, 20,000 bytes. Knows nothing of the client's code.
 */
export class LocalDingTalk {
  readonly arrived: string[] = [];
  readonly #settings: DingTalkSettings;
  readonly #limit: RateLimit;

  constructor(settings: DingTalkSettings) {
    this.#settings = settings;
    this.#limit = new RateLimit(settings.clock, 20, 60_000, 600_000);
  }

  get path(): string {
    return `/robot/send?access_token=${this.#settings.token}`;
  }

  readonly reply: Reply = (response, seen) => {
    const [errcode, errmsg] = this.#answer(seen);
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ errcode, errmsg }));
  };

  #answer({ method, url, headers, body }: Seen): readonly [number, string] {
    const { searchParams, pathname } = new URL(url, 'http://local');
    if (method !== 'POST') return [43002, '需要POST请求'];
    if (pathname !== '/robot/send' || searchParams.get('access_token') !== this.#settings.token)
      return [300005, 'token is not exist'];
    if (!this.#limit.takes()) return [130101, 'send too fast, exceed 20 times per minute'];
    if (!/^application\/json/.test(headers['content-type'] ?? ''))
      return [43004, '无效的HTTP HEADER Content-Type'];
    if (Buffer.byteLength(body) > 20_000) return [460101, 'message too long, exceed 20000 bytes'];
    if (this.#settings.foreign) return [310000, 'ip 198.51.100.7 not in whitelist'];
    if (this.#settings.secret !== undefined && !this.#signed(searchParams))
      return [310000, 'sign not match, more: [https://open.dingtalk.com/document/group/custom-robot-access]'];
    const { msgtype, text } = JSON.parse(body);
    if (msgtype !== 'text' || typeof text?.content !== 'string') return [40035, '缺少参数 text'];
    if (!text.content.includes(this.#settings.keyword ?? '')) return [310000, 'keywords not in content'];
    this.arrived.push(text.content);
    return [0, 'ok'];
  }

  #signed(query: URLSearchParams): boolean {
    const timestamp = query.get('timestamp') ?? '';
    const { secret = '', clock } = this.#settings;
    const expected = createHmac('sha256', secret).update([timestamp, secret].join('\n')).digest('base64');
    return Math.abs(clock.now() - Number(timestamp)) <= 3_600_000 && query.get('sign') === expected;
  }
}
