import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { type Clock, type Instant, MINUTE, type Milliseconds } from '../time/clock.ts';
import { Credentials, type CredentialsProvider } from '../volcengine/credentials.ts';

/** How long what was read is used before it is read again; a rotation that keeps the old key this long goes unnoticed. */
const CACHED_FOR: Milliseconds = 5 * MINUTE;

const part = z.string().check(z.minLength(1));
const secretSchema = z.strictObject({
  accessKeyId: part,
  secretAccessKey: part,
  sessionToken: z.optional(part),
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
  /** The secret's name: JSON `{ accessKeyId, secretAccessKey, sessionToken? }`. */
  readonly secret: string;
}

/**
 * The credentials of one secret, kept in memory only. `fresh` reads the secret once more, whatever is at hand.
 *
 * Callers at the same moment share one read. A failed read is not kept. Throws `SecretUnusable`, and what the client throws.
 */
export function makeSecretCredentials({ client, clock, secret }: SecretParts): CredentialsProvider {
  let kept: { readonly credentials: Promise<Credentials>; readonly at: Instant } | undefined;
  return (freshness) => {
    const now = clock.now();
    if (kept !== undefined && freshness === 'cached' && now - kept.at < CACHED_FOR) return kept.credentials;
    const reading = { credentials: readCredentials(client, secret), at: now };
    kept = reading;
    reading.credentials.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading.credentials;
  };
}

async function readCredentials(client: SecretsManagerClient, secret: string): Promise<Credentials> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
  const read = secretSchema.safeParse(jsonOf(secret, SecretString));
  if (read.success) return new Credentials(read.data);
  throw new SecretUnusable(
    secret,
    read.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? 'it has other fields'
        : `${issue.path.join('.')}: ${issue.message}`,
    ),
  );
}

/** Without a cause: a JSON parser's own message quotes the text that it could not read. */
function jsonOf(secret: string, text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new SecretUnusable(secret, ['it is not JSON']);
  }
}
