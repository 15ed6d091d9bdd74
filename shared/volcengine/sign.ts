import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { Instant } from '../time/clock.ts';
import type { Credentials } from './credentials.ts';

/** What is signed: the request as it goes over the wire. A name may stand in the query several times. */
export interface UnsignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who signs, when, and for which region and service (`Redis` and `redis` give different signatures; both are in use). */
export interface Signing {
  readonly credentials: Credentials;
  readonly at: Instant;
  readonly region: string;
  readonly service: string;
  /** Names of the headers to be signed, in any case and order. Default: every header of the request. */
  readonly signedHeaders?: readonly string[];
}

export interface SignedRequest {
  /** The query string in the very form that was signed; send this one. */
  readonly query: string;
  /** The request's headers with `X-Date`, `X-Content-Sha256`, `X-Security-Token` (temporary credentials only) and `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Signs a request with Volcengine's HMAC-SHA256 scheme; the same input gives the same bytes.
 *
 * `at` is cut to the whole second, because `X-Date` has no finer part.
 * Source: Volcengine signing, vendor pages 6766/127937 and 6358/166389; equal to `@volcengine/openapi`'s Signer.
 */
export function sign(request: UnsignedRequest, signing: Signing): SignedRequest {
  const { credentials, region, service } = signing;
  const date = basicTime(signing.at);
  const headers: Record<string, string> = {
    ...request.headers,
    'X-Date': date,
    'X-Content-Sha256': sha256(request.body),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Security-Token': credentials.sessionToken }),
  };
  const signedHeaders = (signing.signedHeaders ?? Object.keys(headers))
    .map((name) => name.toLowerCase())
    .sort();
  const canonical = canonicalRequest({ ...request, headers }, signedHeaders);
  const scope = `${date.slice(0, 8)}/${region}/${service}/request`;
  const signature = hmac(
    keyFor(credentials, scope),
    ['HMAC-SHA256', date, scope, sha256(canonical)].join('\n'),
  ).toString('hex');
  const authorization = [
    `HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}`,
    `SignedHeaders=${signedHeaders.join(';')}`,
    `Signature=${signature}`,
  ].join(', ');
  return { query: canonicalQuery(request.query), headers: { ...headers, Authorization: authorization } };
}

/** The text whose hash is signed. `signedHeaders` are lower-case and sorted; a header that the request lacks counts as empty. */
export function canonicalRequest(request: UnsignedRequest, signedHeaders: readonly string[]): string {
  const values = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const block = signedHeaders.map((name) => `${name}:${oneLine(values.get(name) ?? '')}\n`).join('');
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    block,
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

/** The signing key of a day (`YYYYMMDD`). The raw secret starts the chain, with no prefix. */
export function signingKey(secret: string, day: string, region: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(secret, day), region), service), 'request');
}

type SecretKey = ReturnType<typeof createSecretKey>;

/** One key signs every request of a scope; kept with the credentials it is of, and forgotten with them. */
const lastKeys = new WeakMap<Credentials, { readonly scope: string; readonly key: SecretKey }>();

function keyFor(credentials: Credentials, scope: string): SecretKey {
  const last = lastKeys.get(credentials);
  if (last?.scope === scope) return last.key;
  const [day = '', region = '', service = ''] = scope.split('/');
  const key = createSecretKey(signingKey(credentials.secretAccessKey, day, region, service));
  lastKeys.set(credentials, { scope, key });
  return key;
}

/** The query sorted by name, values of one name sorted as encoded; only `A-Za-z0-9-_.~` stand for themselves. */
export function canonicalQuery(query: UnsignedRequest['query']): string {
  return query
    .map(([name, value]) => ({ name, encoded: `${percentEncoded(name)}=${percentEncoded(value)}` }))
    .sort((a, b) => order(a.name, b.name) || order(a.encoded, b.encoded))
    .map(({ encoded }) => encoded)
    .join('&');
}

/** `YYYYMMDD'T'HHMMSS'Z'` in UTC, cut to the whole second. */
export function basicTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** encodeURIComponent leaves `!'()*` alone; RFC 3986 reserves them. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256(text: string): string {
  return hash('sha256', text);
}

function hmac(key: string | Buffer | SecretKey, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
