import type { Dispatcher } from '../http/undici.ts';
import type { Clock } from '../time/clock.ts';
import type { CredentialsProvider } from './credentials.ts';
import { type HostSettings, resolveHost } from './hosts.ts';
import { type LimitSettings, resolveLimits } from './limits.ts';
import { makeReader } from './reader.ts';
import { makeReads } from './reads.ts';
import type { Redis } from './redis.ts';
import { makeSwitchOver } from './switchover.ts';
import { type Connections, makeDispatcher, makeTransport } from './transport.ts';

export interface RedisClientSettings extends HostSettings, LimitSettings {
  readonly credentials: CredentialsProvider;
  readonly clock: Clock;
  /** From 0 inclusive to 1 exclusive; spreads the waits between reads. */
  readonly random: () => number;
  /** The service in the credential scope: `Redis` (default, as the vendor's page signs) or `redis` (as the Go and Node SDKs do). */
  readonly service?: 'Redis' | 'redis';
  /** Carries every exchange instead of the client's own connections; stays the caller's to close. */
  readonly dispatcher?: Dispatcher;
}

export interface RedisClient extends Redis {
  /** Closes the client's own connections, once what is under way has ended. */
  close(): Promise<void>;
}

/**
 * A client of Volcengine Cache for Redis in one region, which keeps the promise `Redis` over HTTP.
 *
 * Opens nothing before the first call. Reads share kept connections and are retried within the read budget; a SwitchOver gets a
 * connection of its own and is sent once. Throws `InvalidSettings` for a host outside the list and for limits out of range.
 */
export function makeRedisClient(settings: RedisClientSettings): RedisClient {
  const { credentials, clock, random, region, service = 'Redis' } = settings;
  const host = resolveHost(settings);
  const { timeouts, readBudget, answerLimit } = resolveLimits(settings);
  const own: Dispatcher[] = [];
  const transportOver = (connections: Connections) => {
    const dispatcher = settings.dispatcher ?? makeDispatcher(timeouts, connections);
    if (settings.dispatcher === undefined) own.push(dispatcher);
    return makeTransport({ origin: host.origin, dispatcher, clock, timeouts, answerLimit });
  };
  const scope = { host, region, service };
  const reader = makeReader({
    scope,
    credentials,
    transport: transportOver('kept'),
    clock,
    random,
    budget: readBudget,
  });
  return {
    ...makeReads(reader, region),
    ...makeSwitchOver({ scope, credentials, transport: transportOver('fresh') }),
    close: async () => {
      await Promise.all(own.map((dispatcher) => dispatcher.close()));
    },
  };
}
