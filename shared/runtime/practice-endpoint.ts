import { randomBytes } from 'node:crypto';
import { type Model, type ModelOptions, makeModel } from '../local-volcengine/model.ts';
import type { Seed } from '../local-volcengine/seed-schema.ts';
import { type Endpoint, startEndpoint } from '../local-volcengine/server.ts';
import type { Clock } from '../time/clock.ts';
import { makeRedisClient, type RedisClient } from '../volcengine/client.ts';
import { Credentials } from '../volcengine/credentials.ts';

/** A local endpoint that serves, with its model and a client that can reach nothing else. */
export interface PracticeEndpoint {
  readonly model: Model;
  readonly endpoint: Endpoint;
  readonly client: RedisClient;
  close(): Promise<void>;
}

export interface PracticeEndpointOptions {
  readonly seed: Seed;
  readonly clock: Clock;
  /** 0 takes any free port. */
  readonly port: number;
  readonly random: () => number;
  readonly watch?: ModelOptions['watch'];
}

/** Ids of requests, as long as the vendor's own. */
export const requestIds = (): string => randomBytes(8).toString('hex').toUpperCase();

/** Starts the local endpoint on 127.0.0.1 and a client for it that signs with the seed's own credentials. */
export async function startPracticeEndpoint(options: PracticeEndpointOptions): Promise<PracticeEndpoint> {
  const { seed, clock, random, watch } = options;
  const model = makeModel({ clock, seed, ids: requestIds, ...(watch && { watch }) });
  const endpoint = await startEndpoint({ model, clock, credentials: seed.credentials, port: options.port });
  const client = clientOf(seed, endpoint.url, clock, random);
  return {
    model,
    endpoint,
    client,
    async close() {
      await client.close();
      await endpoint.close();
    },
  };
}

/** A client for a local endpoint, in this process or another. Throws for a seed without credentials. */
export function clientOf(seed: Seed, url: string, clock: Clock, random: () => number): RedisClient {
  const [pair] = seed.credentials;
  if (pair === undefined) throw new Error('The seed has no credentials for the client to sign with.');
  const own = new Credentials({ accessKeyId: pair.accessKeyId, secretAccessKey: pair.secretKey });
  return makeRedisClient({
    region: seed.region,
    practiceEndpoint: url,
    credentials: async () => own,
    clock,
    random,
  });
}
