import type { Account } from '../plan/plan.ts';
import type { Clock } from '../time/clock.ts';
import { makeRedisClient, type RedisClient } from '../volcengine/client.ts';
import type { Credentials } from '../volcengine/credentials.ts';
import { CredentialsUnavailable, ReadFailed } from '../volcengine/errors.ts';
import type { Redis } from '../volcengine/redis.ts';

/** The vendor's real endpoints, one client for each account of the plan. */
export interface LiveVendor {
  readonly redis: (account: Account) => Redis;
  close(): Promise<void>;
}

/**
 * Makes clients on demand, from credentials that were read before anything started.
 *
 * An account without any cannot be read, which is a fact about the vendor like any other: a run that an earlier process
 * left behind then ends as UNREADABLE and people are told, instead of never ending.
 */
export function makeLiveVendor(parts: {
  readonly credentials: ReadonlyMap<string, Credentials>;
  readonly clock: Clock;
  readonly random: () => number;
}): LiveVendor {
  const clients = new Map<string, RedisClient>();
  return {
    redis(account) {
      const known = clients.get(account.name);
      if (known !== undefined) return known;
      const own = parts.credentials.get(account.name);
      if (own === undefined) return withoutCredentials(account.name);
      const client = makeRedisClient({
        region: account.region,
        provider: account.provider,
        credentials: async () => own,
        clock: parts.clock,
        random: parts.random,
      });
      clients.set(account.name, client);
      return client;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

function withoutCredentials(account: string): Redis {
  const message = `this process has no credentials for account ${account}`;
  const unreadable = async (action: string, on: string): Promise<never> => {
    throw new ReadFailed(action, on, { code: 'CredentialsUnavailable', message });
  };
  return {
    describeInstance: (instanceId) => unreadable('DescribeDBInstanceDetail', instanceId),
    describeShards: (instanceId) => unreadable('DescribeDBInstanceShards', instanceId),
    listInstances: () => unreadable('DescribeDBInstances', account),
    listTasks: (instanceId) => unreadable('DescribeTasks', instanceId),
    listPlannedEvents: (instanceId) => unreadable('DescribePlannedEvents', instanceId),
    async prepareSwitchOver({ instanceId }) {
      throw new CredentialsUnavailable('SwitchOver', instanceId, new Error(message));
    },
    sendSwitchOver: async () => ({ kind: 'ambiguous', code: 'NotSendable', message }),
  };
}
