import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Dispatcher } from '../http/undici.ts';
import type { Account } from '../plan/plan.ts';
import type { Ports } from '../steps/ports.ts';
import { makeRedisClient } from '../volcengine/client.ts';
import type { Redis } from '../volcengine/redis.ts';
import { AWS_TIME_LIMITS } from './aws.ts';
import { makeSecretCredentials } from './aws-credentials.ts';

/** What leads out of this process. A function makes its own; a test gives others. */
export interface VendorEdges {
  readonly secrets: SecretsManagerClient;
  /** Carries every exchange instead of the clients' own connections. */
  readonly dispatcher?: Dispatcher;
}

/**
 * The vendor, as an account: one client for each account that this process meets, over its allow-listed host only.
 *
 * The account's secret is read at the first call that signs, and never kept anywhere but in memory.
 */
export function volcengine(
  { clock, random, settings }: Ports,
  { secrets, ...over }: VendorEdges = {
    secrets: new SecretsManagerClient({ requestHandler: AWS_TIME_LIMITS }),
  },
): Ports['redis'] {
  const clients = new Map<string, Redis>();
  return ({ provider, region, credentials: secret }: Account) => {
    const key = JSON.stringify([provider, region, secret]);
    const known = clients.get(key);
    if (known !== undefined) return known;
    const credentials = makeSecretCredentials({ client: secrets, clock, secret });
    const timeouts = { total: settings.requestTimeout };
    const made = makeRedisClient({ provider, region, credentials, clock, random, timeouts, ...over });
    clients.set(key, made);
    return made;
  };
}
