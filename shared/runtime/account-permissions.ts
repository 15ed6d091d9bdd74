import type { AccountPermissions, PermissionOptions } from '../cli/programs.ts';
import type { Clock } from '../time/clock.ts';
import { makeRedisClient } from '../volcengine/client.ts';
import type { Credentials } from '../volcengine/credentials.ts';
import { checkPermissions } from '../volcengine/permissions.ts';

/**
 * Asks each account's API, one account after the other, with the credentials that were read before; nothing is stored.
 *
 * Throws `InvalidSettings` for an endpoint that is not on this machine, and for a region that is none.
 */
export async function askPermissions(
  { accounts, credentials, probe, endpointUrl }: PermissionOptions,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): Promise<readonly AccountPermissions[]> {
  const found: AccountPermissions[] = [];
  for (const account of accounts) {
    const { name, region, provider } = account;
    const client = makeRedisClient({
      region,
      provider,
      credentials: async () => ownOf(credentials, name),
      clock,
      random,
      ...(endpointUrl !== undefined && { practiceEndpoint: endpointUrl }),
    });
    try {
      found.push({ account, findings: await checkPermissions(client, { probe, now: clock.now() }) });
    } finally {
      await client.close();
    }
  }
  return found;
}

function ownOf(credentials: PermissionOptions['credentials'], account: string): Credentials {
  const own = credentials[account];
  if (own === undefined) throw new Error(`sign for account ${account} → it was given no credentials`);
  return own;
}
