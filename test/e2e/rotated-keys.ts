import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Credential } from '../../shared/local-volcengine/seed-schema.ts';
import { startEndpoint } from '../../shared/local-volcengine/server.ts';
import { makeSecretCredentials } from '../../shared/runtime/aws-credentials.ts';
import { makeRedisClient, type RedisClient } from '../../shared/volcengine/client.ts';
import type { Redis } from '../../shared/volcengine/redis.ts';
import { drainMicrotasks, makeVirtualClock } from '../engine/virtual-clock.ts';
import { awsLoopback } from '../runtime/aws-loopback.ts';
import { makeRig, NIGHT, type Rig } from '../steps/rig.ts';

/** What happens to the account's key pair after an exchange. */
export interface KeyKeeper {
  /** A new pair, in the secret and at the vendor; the old one is refused from now on. */
  rotate(): void;
  /** A new pair, in the secret and at the vendor, which still honours the old one. */
  overlap(): void;
  /** The same pair under another session token, in the secret and at the vendor; the old token is refused from now on. */
  renew(): void;
  /** The vendor refuses the pair, and the secret still holds it. */
  withdraw(): void;
  /** The secret's pair is honoured (again). */
  restore(): void;
}

export interface RotatingRig extends AsyncDisposable {
  readonly rig: Rig;
  /** The vendor's actions in the order in which they came, each with the code that it was turned away with. */
  exchanges(): readonly string[];
  /** How often the secret was read. */
  secretReads(): number;
}

/**
 * A whole Offpeak whose client reads its keys from Secrets Manager and speaks to the local endpoint, both over HTTP, in virtual time.
 *
 * `after` is called when the client has what it asked for, before it asks for anything else; with all exchanges until then.
 */
export async function rotatingRig(
  after: (exchanges: readonly string[], keys: KeyKeeper) => void,
): Promise<RotatingRig> {
  let serial = 0;
  const next = (): Credential => {
    serial += 1;
    return pair(serial);
  };
  let current = next();
  const honoured: Credential[] = [current];
  const keys: KeyKeeper = {
    rotate() {
      current = next();
      honoured.splice(0, honoured.length, current);
    },
    overlap() {
      current = next();
      honoured.push(current);
    },
    renew() {
      serial += 1;
      current = { ...current, securityToken: `token-${serial}` };
      honoured.splice(0, honoured.length, current);
    },
    withdraw: () => void honoured.splice(0),
    restore: () => void honoured.splice(0, honoured.length, current),
  };

  const secrets = await awsLoopback(() => ({ result: { SecretString: secretOf(current) } }));
  const underWay = { count: 0 };
  const clock = makeVirtualClock(NIGHT, async () => {
    do await drainMicrotasks();
    while (underWay.count > 0);
  });
  const vendor: { client?: RedisClient } = {};
  const rig = await makeRig({
    clock,
    over: (ports) => ({
      ...ports,
      redis: () => {
        if (vendor.client === undefined) throw new Error('use the vendor → it is not started yet');
        return counted(vendor.client, underWay, () => after(exchangesOf(rig), keys));
      },
    }),
  });
  const endpoint = await startEndpoint({ model: rig.model, clock, credentials: honoured, port: 0 });
  vendor.client = makeRedisClient({
    region: 'cn-beijing',
    practiceEndpoint: endpoint.url,
    credentials: makeSecretCredentials({
      client: new SecretsManagerClient(secrets.client),
      clock,
      secret: 'offpeak/prod',
    }),
    clock,
    random: () => 0.5,
  });
  return {
    rig,
    exchanges: () => exchangesOf(rig),
    secretReads: () => secrets.calls.length,
    async [Symbol.asyncDispose]() {
      await vendor.client?.close();
      await endpoint.close();
      await secrets[Symbol.asyncDispose]();
    },
  };
}

const exchangesOf = ({ model }: Rig): readonly string[] =>
  model.answered().map(({ action, code }) => (code === undefined ? action : `${action} ${code}`));

const pair = (serial: number): Credential => ({
  accessKeyId: `AKLT${serial}`,
  secretKey: `secret-of-${serial}`,
});

const secretOf = ({ accessKeyId, secretKey, securityToken }: Credential): string =>
  JSON.stringify({ accessKeyId, secretAccessKey: secretKey, sessionToken: securityToken });

/** Tells the clock that something real is under way, and the caller that an exchange is over. */
function counted(client: Redis, underWay: { count: number }, done: () => void): Redis {
  return new Proxy(client, {
    get(target, name: keyof Redis) {
      const method = target[name] as (...given: unknown[]) => Promise<unknown>;
      return async (...given: unknown[]) => {
        underWay.count += 1;
        try {
          return await method(...given);
        } finally {
          underWay.count -= 1;
          done();
        }
      };
    },
  });
}
