import type { Model } from '../local-volcengine/model.ts';
import type { Seed } from '../local-volcengine/seed-schema.ts';
import type { Clock, Milliseconds } from '../time/clock.ts';
import { Credentials } from '../volcengine/credentials.ts';
import { resolveLimits } from '../volcengine/limits.ts';
import { makeReader } from '../volcengine/reader.ts';
import { makeReads } from '../volcengine/reads.ts';
import type { Redis } from '../volcengine/redis.ts';
import { makeSwitchOver } from '../volcengine/switchover.ts';
import { makeModelTransport } from './model-transport.ts';

export interface ModelRedisParts {
  readonly model: Model;
  readonly seed: Seed;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long a request waits for its answer. */
  readonly timeout: Milliseconds;
}

/** The real client over the model in this process: signed, verified, parsed and classified like any other. Throws for a seed without credentials. */
export function makeModelRedis({ model, seed, clock, random, timeout }: ModelRedisParts): Redis {
  const [pair] = seed.credentials;
  if (pair === undefined) throw new Error('The seed has no credentials for the client to sign with.');
  const name = 'model.invalid';
  const host = { origin: `http://${name}`, name, practice: true };
  const scope = { host, region: seed.region, service: 'Redis' };
  const own = new Credentials({ accessKeyId: pair.accessKeyId, secretAccessKey: pair.secretKey });
  const credentials = async () => own;
  const transport = makeModelTransport({ model, credentials: seed.credentials, clock, host: name, timeout });
  const { readBudget } = resolveLimits({});
  const reader = makeReader({ scope, credentials, transport, clock, random, budget: readBudget });
  return { ...makeReads(reader, seed.region), ...makeSwitchOver({ scope, credentials, transport }) };
}
