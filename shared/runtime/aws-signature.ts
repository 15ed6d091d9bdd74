import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { CommandFailed } from '../cli/errors.ts';
import type { Clock } from '../time/clock.ts';
import type { Authorise } from './remote-service.ts';

type SigningParts = ConstructorParameters<typeof SignatureV4>[0];

export interface SignatureParts {
  /** The region of the gateway, such as `cn-north-1`. */
  readonly region: string;
  /** Where the caller's AWS credentials come from; asked for each request, so that temporary ones stay fresh. */
  readonly credentials: Extract<SigningParts['credentials'], (...given: never[]) => unknown>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Signs requests for API Gateway with AWS Signature Version 4: method, path, query, every header given, and the body.
 * Throws `CommandFailed`, in a sentence, where there are no credentials.
 * Source: AWS IAM User Guide, Create a signed AWS API request; the name of the service is `execute-api`.
 */
export function makeAwsSignature({ region, credentials, clock }: SignatureParts): Authorise {
  const identity = async () =>
    await credentials().catch((error: unknown) => {
      throw new CommandFailed(NO_CREDENTIALS, { cause: error });
    });
  const signature = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: identity,
    sha256: Sha256,
  });
  return async ({ method, url, headers, body }) => {
    const { protocol, hostname, host, pathname, searchParams } = url;
    const request = {
      method,
      protocol,
      hostname,
      path: pathname,
      query: queryOf(searchParams),
      headers: { ...headers, host },
      ...(body !== undefined && { body }),
    };
    return (await signature.sign(request, { signingDate: new Date(clock.now()) })).headers;
  };
}

const NO_CREDENTIALS =
  'No AWS credentials were found to sign with: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in again (aws sso login). Nothing was sent.';

const queryOf = (searchParams: URLSearchParams): Record<string, string[]> =>
  Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 of the runtime, with a key or without, as the signer makes it. */
class Sha256 {
  readonly #digest: Hash | Hmac;

  constructor(key?: Bytes) {
    this.#digest = key === undefined ? createHash('sha256') : createHmac('sha256', viewOf(key));
  }

  update(data: Bytes): void {
    this.#digest.update(viewOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#digest.digest();
  }
}

const viewOf = (bytes: Bytes): string | Uint8Array => {
  if (typeof bytes === 'string') return bytes;
  return bytes instanceof ArrayBuffer
    ? new Uint8Array(bytes)
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};
