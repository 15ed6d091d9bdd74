import { request } from 'undici';
import type { Service, ServiceAnswer, ServiceRequest } from '../cli/programs.ts';

/** Asks a service over HTTP with a bearer token. Redirects are not followed. Throws only where no answer came. */
export function remoteService(url: string, token: string): Service {
  return {
    async request(path, { method = 'GET', body, headers = {} }: ServiceRequest = {}): Promise<ServiceAnswer> {
      const answer = await request(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, headers: plain(answer.headers), body: parsed(text) };
    },
    close: async () => undefined,
  };
}

function plain(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

const parsed = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));
