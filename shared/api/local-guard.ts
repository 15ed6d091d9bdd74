import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { NOT_JSON } from './body.ts';
import { isJson } from './media-type.ts';
import { type Problem, refuse } from './problem.ts';

export interface LocalGuardOptions {
  /** What the caller must bring. At least 16 characters; where it is kept is the runtime's business. */
  readonly token: string;
  /** The port that the API listens on, part of every Host that is ours. */
  readonly port: number;
}

/**
 * Lets in only who holds the token and speaks to this very address, for an API that listens on 127.0.0.1.
 *
 * The Host is checked against DNS rebinding, the Origin against pages in a browser, the token in constant time, the media
 * type against forms. Throws RangeError for a token that can be guessed.
 */
export function localGuard({ token, port }: LocalGuardOptions): MiddlewareHandler {
  if (token.length < SHORTEST_TOKEN)
    throw new RangeError(`A token has at least ${SHORTEST_TOKEN} characters.`);
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  return createMiddleware(async (context, next) => {
    const { headers } = context.req.raw;
    const origin = headers.get('origin');
    if (!hosts.includes(headers.get('host')?.toLowerCase() ?? '')) return refuse(context, OTHER_HOST);
    if (origin !== null && !origins.includes(origin.toLowerCase())) return refuse(context, OTHER_ORIGIN);
    if (!isBearer(headers.get('authorization'), token)) {
      context.header('www-authenticate', 'Bearer realm="offpeak"');
      return refuse(context, NO_TOKEN);
    }
    if (hasBody(headers) && !isJson(headers)) return refuse(context, NOT_JSON);
    return await next();
  });
}

const SHORTEST_TOKEN = 16;

/** Digests have one length, so that the comparison takes the same time for every guess. */
function isBearer(authorization: string | null, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const hasBody = (headers: Headers): boolean =>
  headers.has('transfer-encoding') ||
  headers.has('content-type') ||
  Number(headers.get('content-length') ?? 0) !== 0;

const OTHER_HOST: Problem = {
  kind: 'forbidden',
  code: 'OTHER_HOST',
  detail: 'The Host of this request is not the address that this API listens on.',
};

const OTHER_ORIGIN: Problem = {
  kind: 'forbidden',
  code: 'OTHER_ORIGIN',
  detail: 'This API is not for pages of another origin.',
};

const NO_TOKEN: Problem = {
  kind: 'unauthorized',
  code: 'NO_TOKEN',
  detail: 'Send "Authorization: Bearer …" with the token that this Offpeak wrote into its token file.',
};
