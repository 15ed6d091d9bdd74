import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { TargetUnusable } from '../notify/errors.ts';
import { readTarget, type Target, type TargetKind } from '../notify/target.ts';

/**
 * The target in a secret, for public addresses only.
 *
 * Throws `TargetUnusable`, or what AWS answered; `reasonOf` says either without a secret.
 */
export async function targetIn(
  client: SecretsManagerClient,
  kind: TargetKind,
  secret: string,
): Promise<Target> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
  return readTarget(kind, `secret ${secret}`, SecretString ?? '', 'public');
}

/** A message of AWS may name the caller and the key: only its name is told. */
export const reasonOf = (error: unknown): string =>
  error instanceof TargetUnusable ? error.message : error instanceof Error ? error.name : typeof error;
