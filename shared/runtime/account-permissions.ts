import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AccountPermissions, PermissionOptions } from '../cli/programs.ts';
import type { Account } from '../plan/plan.ts';
import type { Clock } from '../time/clock.ts';
import { makeRedisClient } from '../volcengine/client.ts';
import type { CredentialsProvider } from '../volcengine/credentials.ts';
import { checkPermissions } from '../volcengine/permissions.ts';
import { AWS_TIME_LIMITS } from './aws.ts';
import { makeSecretCredentials } from './aws-credentials.ts';

/** An account is to be asked, and whoever asks gave no key for it. Nothing was sent. */
class AccountWithoutKey extends Error {
  override readonly name = 'AccountWithoutKey';

  constructor(account: string) {
    super(`sign for account ${account} → it was given no credentials`);
  }
}

/** What asking takes besides the accounts. */
export interface AskingEdges {
  readonly clock: Clock;
  readonly random: () => number;
  /** Secrets Manager of an AWS region, read with the caller's own credentials. */
  readonly secretsOf?: (region: string) => SecretsManagerClient;
}

/**
 * Asks each account's API, one account after the other, with its key from where `keys` says; nothing is stored.
 *
 * A secret that cannot be read is a finding (`CredentialsUnavailable`), like a key that the vendor does not know. Throws
 * `InvalidSettings` for an endpoint that is not on this machine, and for a region that is none.
 */
export async function askPermissions(
  options: PermissionOptions,
  edges: AskingEdges,
): Promise<readonly AccountPermissions[]> {
  const { clock, random } = edges;
  const { accounts, probe, endpointUrl } = options;
  const keyOf = keyring(options, edges);
  const found: AccountPermissions[] = [];
  for (const account of accounts) {
    const client = makeRedisClient({
      region: account.region,
      provider: account.provider,
      credentials: keyOf(account),
      clock,
      random,
      ...(endpointUrl !== undefined && { practiceEndpoint: endpointUrl }),
    });
    try {
      // An account that observes needs no right to switch, and no SwitchOver leaves for it, not even of nobody's instance.
      const asked = { probe: probe && account.mode === 'switch', now: clock.now };
      found.push({ account, findings: await checkPermissions(client, asked) });
    } finally {
      await client.close();
    }
  }
  return found;
}

const secretsManager = (region: string): SecretsManagerClient =>
  new SecretsManagerClient({ region, requestHandler: AWS_TIME_LIMITS });

function keyring(
  { keys }: PermissionOptions,
  { clock, secretsOf = secretsManager }: AskingEdges,
): (account: Account) => CredentialsProvider {
  if ('secretsIn' in keys) {
    const client = secretsOf(keys.secretsIn);
    return ({ credentials: secret }) => makeSecretCredentials({ client, clock, secret });
  }
  return ({ name }) =>
    async () => {
      const own = keys.credentials[name];
      if (own === undefined) throw new AccountWithoutKey(name);
      return own;
    };
}
