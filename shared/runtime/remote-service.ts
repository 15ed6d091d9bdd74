import { request as send } from 'undici';
import type { Service, ServiceAnswer, ServiceRequest } from '../cli/programs.ts';

/** A request as it is about to leave. */
export interface Outgoing {
  readonly method: NonNullable<ServiceRequest['method']>;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** All headers to send a request with, those among them that say who asks. */
export type Authorise = (outgoing: Outgoing) => Promise<Readonly<Record<string, string>>>;

/** For `serve`: whoever holds the token. */
export const withBearer =
  (token: string): Authorise =>
  async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });

/**
 * Asks a service over HTTP, once. Redirects are not followed.
 *
 * An answer that is no JSON is given as its text. Throws what `authorise` throws, with nothing sent; else only where no
 * answer came.
 */
export function remoteService(url: string, authorise: Authorise): Service {
  return {
    async request(path, { method = 'GET', body, headers = {} }: ServiceRequest = {}): Promise<ServiceAnswer> {
      const outgoing: Outgoing = {
        method,
        url: addressOf(url, path),
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      };
      const answer = await send(outgoing.url, {
        method,
        headers: await authorise(outgoing),
        ...(outgoing.body !== undefined && { body: outgoing.body }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, headers: plain(answer.headers), body: parsed(text) };
    },
    close: async () => undefined,
  };
}

/** A blank goes out as %20: a plus sign in a query is a blank to some who verify signatures, and a plus to others. */
function addressOf(url: string, path: string): URL {
  const address = new URL(`${url}${path}`);
  address.search = address.search.replaceAll('+', '%20');
  return address;
}

function plain(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
