import type { Instant } from '../time/clock.ts';
import type { Credentials } from './credentials.ts';
import type { Host } from './hosts.ts';
import { sign } from './sign.ts';
import type { WireRequest } from './transport.ts';

/** The version of the Redis API; every operation of ours has the same. */
export const VERSION = '2020-12-07';

/** Whom the signature is for. */
export interface Scope {
  readonly host: Host;
  readonly region: string;
  /** `Redis` or `redis`: both are in use, and the scope is verified as it is sent. */
  readonly service: string;
}

export interface Operation {
  readonly action: string;
  /** The JSON body's members, in the order in which they are written. */
  readonly parameters: object;
  /** The signature's life in whole seconds; without it the vendor's default (900 s) holds. */
  readonly lifeSeconds?: number;
}

/**
 * The finished, signed bytes of one operation: `POST /?Action=…&Version=…`, business parameters as JSON in the body.
 *
 * Every header that we set is signed, the host and the content type included. `X-Expires` is a query parameter
 * (common parameters of the Redis API, vendor pages 84772/1382959 and 6767/113576), hence signed too.
 */
export function signedRequest(
  { host, region, service }: Scope,
  { action, parameters, lifeSeconds }: Operation,
  credentials: Credentials,
  at: Instant,
): WireRequest {
  const body = JSON.stringify(parameters);
  const expires = lifeSeconds === undefined ? [] : [['X-Expires', String(lifeSeconds)] as const];
  const { query, headers } = sign(
    {
      method: 'POST',
      path: '/',
      query: [['Action', action], ['Version', VERSION], ...expires],
      headers: { Host: host.name, 'Content-Type': 'application/json; charset=utf-8' },
      body,
    },
    { credentials, at, region, service },
  );
  return { path: `/?${query}`, headers, body };
}
