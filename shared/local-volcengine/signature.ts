import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { type Authorization, readAuthorization } from './authorization.ts';
import type { Caller } from './caller.ts';
import { canonicalRequest, type RawRequest, readQuery, sha256 } from './canonical-request.ts';
import type { Refusal } from './codes.ts';
import type { Credential } from './seed-schema.ts';
import type { Signed } from './signature-life.ts';
import { fromSigningDate } from './vendor-time.ts';

/** Who signed the request, or why the gateway turns it away. Neither holds a secret or a signature. */
export type Verification =
  | { readonly caller: Caller }
  | { readonly refusal: Refusal; readonly accessKeyId?: string; readonly region?: string };

/**
 * Verifies a header signature as Volcengine defines it (6766/127937), for any list of signed headers and either case
 * of the service's name: the key is derived from the scope as it was sent. The body is always bound: its own hash is
 * signed, and X-Content-Sha256 must equal it where it is sent.
 *
 * How old the signature may be is not judged here but by `refuseByAge`, so that the model can do it without HTTP.
 * Assumptions: the date must be the scope's; a token that the credential does not have is ignored.
 */
export function verifySignature(request: RawRequest, credentials: readonly Credential[]): Verification {
  const authorization = readAuthorization(request.headers.get('authorization'));
  if ('refusal' in authorization) return authorization;
  const { accessKeyId, region } = authorization;
  const turnAway = (code: Refusal['code'], message: string) => ({
    refusal: { code, message },
    accessKeyId,
    region,
  });
  if (authorization.service.toLowerCase() !== 'redis') {
    return turnAway('ServiceNotFound', `There is no service ${authorization.service} here.`);
  }
  const credential = credentials.find((each) => each.accessKeyId === accessKeyId);
  if (credential === undefined) return turnAway('InvalidAccessKey', 'The access key id is not known.');
  const signed = readSigned(request, authorization);
  if ('code' in signed) return turnAway(signed.code, signed.message);
  if (!bringsToken(request, credential)) {
    return turnAway('InvalidSecretToken', 'The X-Security-Token is missing or wrong.');
  }
  if (!bodyIsAsHashed(request) || !isAuthentic(request, authorization, credential)) {
    return turnAway('SignatureDoesNotMatch', 'The signature does not match the request.');
  }
  return { caller: { accessKeyId, region, ...signed } };
}

/** The signature's own dates, or why they cannot be read. */
function readSigned(request: RawRequest, { date }: Authorization): Signed | Refusal {
  const header = request.headers.get('x-date');
  if (header === undefined) return { code: 'MissingRequestInfo', message: 'X-Date is missing.' };
  const signedAt = fromSigningDate(header);
  if (signedAt === undefined) {
    return { code: 'InvalidTimestamp', message: 'X-Date must look like 20260102T030405Z.' };
  }
  if (!header.startsWith(date)) {
    return { code: 'InvalidCredential', message: 'The date of the Credential must be that of X-Date.' };
  }
  const query = readQuery(request.query);
  if (query === undefined) return { code: 'ParamError', message: 'The query is not valid.' };
  const expires = new Map(query).get('X-Expires');
  if (expires === undefined) return { signedAt };
  return /^\d{1,9}$/.test(expires)
    ? { signedAt, lifeSeconds: Number(expires) }
    : { code: 'InvalidTimestamp', message: 'X-Expires must be a whole number of seconds.' };
}

function bringsToken({ headers }: RawRequest, { securityToken }: Credential): boolean {
  if (securityToken === undefined) return true;
  return isEqual(headers.get('x-security-token') ?? '', securityToken);
}

function bodyIsAsHashed({ headers, body }: RawRequest): boolean {
  const claimed = headers.get('x-content-sha256');
  return claimed === undefined || claimed === sha256(body);
}

function isAuthentic(request: RawRequest, authorization: Authorization, credential: Credential): boolean {
  const { date, region, service, signedHeaders, signature } = authorization;
  const scope = [date, region, service, 'request'] as const;
  const stringToSign = [
    'HMAC-SHA256',
    request.headers.get('x-date'),
    scope.join('/'),
    sha256(canonicalRequest(request, signedHeaders)),
  ].join('\n');
  return isEqual(hmac(keyFor(credential, scope), stringToSign).toString('hex'), signature);
}

type SecretKey = ReturnType<typeof createSecretKey>;

/** One key verifies every request of a scope. The last of each credential is kept. */
const lastKeys = new WeakMap<Credential, { readonly scope: string; readonly key: SecretKey }>();

function keyFor(credential: Credential, parts: readonly string[]): SecretKey {
  const scope = parts.join('/');
  const last = lastKeys.get(credential);
  if (last?.scope === scope) return last.key;
  const key = createSecretKey(Buffer.from(parts.reduce<string | Buffer>(hmac, credential.secretKey)));
  lastKeys.set(credential, { scope, key });
  return key;
}

function hmac(key: string | Buffer | SecretKey, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

/** Compares in a time that does not depend on where the texts differ: over their hashes, as their lengths may differ. */
function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}
