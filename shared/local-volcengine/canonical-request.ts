import { hash } from 'node:crypto';

/** A request as it arrived, before anything in it is believed. */
export interface RawRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** By lower-case name; values as sent. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/** Lower-case hex of the SHA-256. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/**
 * The canonical request of Volcengine signing (6766/127937) over the headers that the caller says it signed:
 * method, path, query, headers, header names, body hash, joined by line feeds.
 */
export function canonicalRequest(request: RawRequest, signedHeaders: readonly string[]): string {
  const names = signedHeaders.toSorted();
  const headers = names.map((name) => `${name}:${canonicalValue(request.headers.get(name))}\n`);
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    headers.join(''),
    names.join(';'),
    sha256(request.body),
  ].join('\n');
}

/** The parameters of a query in the order sent, decoded; `undefined` when one of them is not valid percent-encoding. */
export function readQuery(query: string): readonly (readonly [string, string])[] | undefined {
  const pairs = query.split('&').filter((pair) => pair !== '');
  try {
    return pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))] as const;
    });
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function canonicalQuery(query: string): string {
  const pairs = readQuery(query) ?? [];
  return pairs
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalValue(value = ''): string {
  return value.trim().replaceAll(/\s+/g, ' ');
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** RFC 3986: everything but `A-Za-z0-9-_.~` becomes `%XX`. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
