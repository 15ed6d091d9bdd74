import type { Refusal } from './codes.ts';

/** The Authorization header, taken apart. */
export interface Authorization {
  readonly accessKeyId: string;
  /** The credential scope: everything after the access key id, as sent. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/**
 * Reads `HMAC-SHA256 Credential=<AK>/<date>/<region>/<service>/request, SignedHeaders=<a;b>, Signature=<hex>`.
 * The three parts may be joined with or without a space (official SDKs write one; the sample on vendor page
 * 6293/1148755 does not). Refusal codes: vendor pages 6408/78947 and 4/65595.
 */
export function readAuthorization(header: string | undefined): Authorization | { readonly refusal: Refusal } {
  if (header === undefined || header.trim() === '') {
    return refuse('MissingAuthenticationToken', 'The request has no Authorization header.');
  }
  const [, list] = /^HMAC-SHA256\s+(.+)$/.exec(header.trim()) ?? [];
  if (list === undefined) return refuse('InvalidAuthorization', 'The algorithm must be HMAC-SHA256.');
  const parts = new Map(list.split(',').map(nameAndValue));
  const credential = parts.get('Credential');
  const signedHeaders = parts.get('SignedHeaders');
  if (credential === undefined || signedHeaders === undefined) {
    return refuse('InvalidAuthorization', 'Credential and SignedHeaders must both be given.');
  }
  const signature = parts.get('Signature');
  if (!signature) return refuse('MissingSignature', 'The Authorization header has no Signature.');
  const [accessKeyId, date, region, service, end, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || end !== 'request' || more.length > 0) {
    return refuse(
      'InvalidCredential',
      'Credential must be access key id, date, region, service and "request".',
    );
  }
  const names = signedHeaders.toLowerCase().split(';');
  return { accessKeyId, date, region, service, signedHeaders: names, signature };
}

function nameAndValue(part: string): readonly [string, string] {
  const [name = '', ...value] = part.trim().split('=');
  return [name, value.join('=')];
}

function refuse(code: Refusal['code'], message: string): { readonly refusal: Refusal } {
  return { refusal: { code, message } };
}
