import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { LambdaEvent } from 'hono/aws-lambda';
import { routeKeyOf } from './gateway-routes.ts';

/** A key that the gateway knows, and whose it is. */
export interface KnownKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly userArn: string;
}

export interface SignedGatewayOptions {
  readonly region: string;
  readonly keys: readonly KnownKey[];
  /** The gateway's clock; how far a signature's instant may lie from it is Amazon's five minutes. */
  readonly now: () => number;
  /** A Lambda function behind an HTTP API, payload format 2.0. */
  readonly handler: (event: LambdaEvent) => Promise<{ statusCode: number; headers: object; body: string }>;
}

export interface SignedGateway extends AsyncDisposable {
  readonly url: string;
  /** What came in, verified or not. */
  readonly seen: readonly { readonly method: string; readonly url: string; readonly headers: object }[];
}

/**
 * API Gateway as far as a caller sees it, on a free port of 127.0.0.1: it verifies AWS Signature Version 4 by its own
 * code, from the raw request as it came, and calls the function with the event that the service makes.
 */
export async function signedGateway(options: SignedGatewayOptions): Promise<SignedGateway> {
  const seen: { method: string; url: string; headers: object }[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers });
    const body = await text(request);
    const verified = verify(request, body, options);
    if ('refused' in verified) {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: verified.refused }));
      return;
    }
    const answer = await options.handler(eventOf(request, body, verified.userArn));
    response.writeHead(answer.statusCode, { ...answer.headers });
    response.end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listen on loopback → no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const FIVE_MINUTES = 300_000;

type Verified = { readonly userArn: string } | { readonly refused: string };

function verify(request: IncomingMessage, body: string, options: SignedGatewayOptions): Verified {
  const { region, keys, now } = options;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/execute-api\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (parts === null) return { refused: 'Missing Authentication Token' };
  const [, accessKeyId = '', day = '', signedRegion, signedHeaders = '', given = ''] = parts;
  const key = keys.find((known) => known.accessKeyId === accessKeyId);
  if (key === undefined || request.headers['x-amz-security-token'] !== key.sessionToken)
    return { refused: 'The security token included in the request is invalid.' };
  if (signedRegion !== region) return { refused: 'Credential should be scoped to a valid region.' };
  const stamp = String(request.headers['x-amz-date']);
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(now() - at) <= FIVE_MINUTES) || !stamp.startsWith(day))
    return { refused: 'Signature expired' };
  const names = signedHeaders.split(';');
  const mustBeSigned = ['host', 'x-amz-date', ...Object.keys(request.headers).filter(mattersToUs)];
  if (!mustBeSigned.every((name) => names.includes(name))) return { refused: 'Forbidden' };
  const canonical = [
    request.method,
    canonicalPath(request.url ?? ''),
    canonicalQuery(request.url ?? ''),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    sha256(body),
  ].join('\n');
  const scope = `${day}/${region}/execute-api/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const signingKey = [day, region, 'execute-api', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${key.secretAccessKey}`,
  );
  const expected = createHmac('sha256', signingKey).update(text).digest();
  return timingSafeEqual(expected, Buffer.from(given, 'hex'))
    ? { userArn: key.userArn }
    : { refused: 'The request signature we calculated does not match the signature you provided.' };
}

const mattersToUs = (header: string): boolean =>
  header.startsWith('x-amz-') || header === 'idempotency-key' || header === 'content-type';

const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex');

/** RFC 3986 and nothing else is left as it is. */
const encoded = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Every segment as it was sent, encoded once more (every service but S3). */
const canonicalPath = (url: string): string => (url.split('?')[0] ?? '').split('/').map(encoded).join('/');

/** A plus sign is a plus sign: whoever means a blank sends %20. */
function canonicalQuery(url: string): string {
  const [, query = ''] = url.split('?');
  if (query === '') return '';
  return query
    .split('&')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=').map(decodeURIComponent);
      return `${encoded(name)}=${encoded(value)}`;
    })
    .toSorted()
    .join('&');
}

/** As the service makes it: the path decoded, each header once. */
function eventOf(request: IncomingMessage, body: string, userArn: string): LambdaEvent {
  const [rawPath = '', rawQueryString = ''] = (request.url ?? '').split('?');
  const path = decodeURIComponent(rawPath);
  const method = request.method ?? '';
  const routeKey = routeKeyOf(method, path) ?? '$default';
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      authentication: null,
      authorizer: {
        iam: {
          accessKey: 'AKIDEXAMPLE',
          accountId: '123456789012',
          callerId: 'AROAEXAMPLE:ann',
          cognitoIdentity: null,
          principalOrgId: null,
          userArn,
          userId: 'AROAEXAMPLE:ann',
        },
      },
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'r',
      routeKey,
      stage: '$default',
      time: '24/Nov/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
    ...(body !== '' && { body }),
    isBase64Encoded: false,
  } as LambdaEvent;
}
