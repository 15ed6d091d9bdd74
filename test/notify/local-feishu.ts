import { createHmac } from 'node:crypto';
import type { Clock } from '../../shared/time/clock.ts';
import type { Reply, Seen } from '../volcengine/scripted-server.ts';
import { RateLimit } from './rate-limit.ts';

export interface FeishuSettings {
  readonly clock: Pick<Clock, 'now'>;
  readonly token: string;
  /** With it, unsigned requests are refused. */
  readonly secret?: string;
  readonly keyword?: string;
  /** The address that requests come from is not on the bot's list. */
  readonly foreign?: boolean;
}

/**
 * A group's bot as the vendor documents it (open.larksuite.com, use-custom-bots-in-a-group, 2025-10-30): its answers, its
 * signature, 20 KB a request, 100 requests a minute and 5 a second. Knows nothing of the client's code.
 */
export class LocalFeishu {
  readonly arrived: { readonly title: string; readonly lines: readonly string[] }[] = [];
  readonly #settings: FeishuSettings;
  readonly #limits: readonly RateLimit[];

  constructor(settings: FeishuSettings) {
    this.#settings = settings;
    this.#limits = [new RateLimit(settings.clock, 100, 60_000), new RateLimit(settings.clock, 5, 1_000)];
  }

  /** The path and query of the bot's address. */
  get path(): string {
    return `/open-apis/bot/v2/hook/${this.#settings.token}`;
  }

  readonly reply: Reply = (response, seen) => {
    const answer = this.#answer(seen);
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  };

  #answer({ method, url, headers, body }: Seen): object {
    if (method !== 'POST' || url !== this.path)
      return { code: 19001, msg: 'param invalid: incoming webhook access token invalid', data: {} };
    if (this.#limits.map((limit) => limit.takes()).includes(false))
      return { code: 11232, msg: 'frequency limited psm[lark.oapi.app_platform_runtime]', data: {} };
    if (!/^application\/json/.test(headers['content-type'] ?? '') || Buffer.byteLength(body) > 20 * 1_024)
      return BAD_REQUEST;
    if (this.#settings.foreign) return { code: 19022, msg: 'Ip Not Allowed' };
    const { timestamp, sign, msg_type, content } = JSON.parse(body);
    if (this.#settings.secret !== undefined && !this.#signed(timestamp, sign))
      return { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' };
    const post = content?.post?.zh_cn ?? content?.post?.en_us;
    if (msg_type !== 'post' || typeof post?.title !== 'string' || !Array.isArray(post.content))
      return BAD_REQUEST;
    const lines = post.content.map(lineOf);
    if (lines.includes(undefined)) return BAD_REQUEST;
    if (!`${post.title}${lines.join()}`.includes(this.#settings.keyword ?? ''))
      return { code: 19024, msg: 'Key Words Not Found' };
    this.arrived.push({ title: post.title, lines });
    return { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' };
  }

  #signed(timestamp: unknown, sign: unknown): boolean {
    if (typeof timestamp !== 'string' || typeof sign !== 'string') return false;
    const age = Math.abs(this.#settings.clock.now() / 1_000 - Number(timestamp));
    const expected = createHmac('sha256', [timestamp, this.#settings.secret].join('\n')).digest('base64');
    return age <= 3_600 && sign === expected;
  }
}

const BAD_REQUEST = { code: 9499, msg: 'Bad Request', data: {} };

/** The text of one line of rich text; `undefined` where an element is malformed. */
function lineOf(elements: unknown): string | undefined {
  if (!Array.isArray(elements)) return undefined;
  const texts = elements.map(({ tag, text, href }) =>
    typeof text === 'string' && (tag === 'text' || (tag === 'a' && URL.canParse(href))) ? text : undefined,
  );
  return texts.includes(undefined) ? undefined : texts.join('');
}
