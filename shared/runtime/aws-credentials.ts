import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { type Clock, type Instant, MINUTE, type Milliseconds } from '../time/clock.ts';
import { Credentials, type CredentialsProvider } from '../volcengine/credentials.ts';

/** How long what was read is used before it is read again; a rotation that keeps the old key this long goes unnoticed. */
const CACHED_FOR: Milliseconds = 5 * MINUTE;

/** Temporary credentials are read again so long before they end: a request that they sign must still arrive. */
const ENDING_WITHIN: Milliseconds = MINUTE;

const part = z.string().check(z.minLength(1));
const secretSchema = z.strictObject({
  accessKeyId: part,
  secretAccessKey: part,
  sessionToken: z.optional(part),
  /** When temporary credentials end, with its offset; the `ExpiredTime` that STS gave with them. */
  expiresAt: z.optional(z.iso.datetime({ offset: true, error: 'must be an instant with its offset' })),
});

/** A named secret does not hold credentials. Names its faults by field; what it holds never appears, nor any cause. */
export class SecretUnusable extends Error {
  override readonly name = 'SecretUnusable';

  constructor(secret: string, faults: readonly string[]) {
    super(`read secret ${secret} → it holds no credentials: ${faults.join('; ')}`);
  }
}

export interface SecretParts {
  readonly client: SecretsManagerClient;
  readonly clock: Pick<Clock, 'now'>;
  /** The secret's name: JSON `{ accessKeyId, secretAccessKey, sessionToken?, expiresAt? }`. */
  readonly secret: string;
}

/** What one reading gave, and how long it may be used without reading again. */
interface Reading {
  readonly credentials: Credentials;
  readonly until: Instant;
}

/**
 * The credentials of one secret, kept in memory only. `fresh` reads the secret once more, whatever is at hand.
 *
 * Kept for five minutes, and temporary ones with an `expiresAt` to one minute before they end. Callers at the same moment
 * share one read. A failed read is not kept. Throws `SecretUnusable`, for credentials that have ended too, and what the client throws.
 */
export function makeSecretCredentials({ client, clock, secret }: SecretParts): CredentialsProvider {
  let reading: Promise<Reading> | undefined;
  /** Until the reading is over, everybody waits for it. */
  let until = Number.POSITIVE_INFINITY;
  return async (freshness) => {
    const kept = freshness === 'cached' && clock.now() < until ? reading : undefined;
    return (await (kept ?? read())).credentials;
  };

  function read(): Promise<Reading> {
    const started = readCredentials(client, secret, clock.now());
    reading = started;
    until = Number.POSITIVE_INFINITY;
    started.then(
      (done) => {
        if (reading === started) until = done.until;
      },
      () => {
        if (reading === started) reading = undefined;
      },
    );
    return started;
  }
}

async function readCredentials(client: SecretsManagerClient, secret: string, now: Instant): Promise<Reading> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
  const read = secretSchema.safeParse(jsonOf(secret, SecretString));
  if (!read.success) throw new SecretUnusable(secret, read.error.issues.map(faultOf));
  const { expiresAt, ...fields } = read.data;
  const ends = expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
  if (ends <= now) throw new SecretUnusable(secret, ['expiresAt: it has passed']);
  return { credentials: new Credentials(fields), until: Math.min(now + CACHED_FOR, ends - ENDING_WITHIN) };
}

const faultOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'unrecognized_keys' ? 'it has other fields' : `${issue.path.join('.')}: ${issue.message}`;

/** Without a cause: a JSON parser's own message quotes the text that it could not read. */
function jsonOf(secret: string, text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new SecretUnusable(secret, ['it is not JSON']);
  }
}
