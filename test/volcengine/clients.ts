import {
  makeRedisClient,
  type RedisClient,
  type RedisClientSettings,
} from '../../shared/volcengine/client.ts';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import type { SwitchOverRequest } from '../../shared/volcengine/redis.ts';
import type { ScriptedServer } from './scripted-server.ts';
import { VirtualClock } from './virtual-clock.ts';

export const SECRET = 'canary-secret-0123456789==';
export const TOKEN = 'canary-session-token-0123456789==';
export const INSTANCE = 'redis-cn0212gzmh2xs0001';

export const CREDENTIALS = new Credentials({
  accessKeyId: 'AKLTEXAMPLE',
  secretAccessKey: SECRET,
  sessionToken: TOKEN,
});

/** A client of a scripted server, with short limits, a clock that stands and no jitter. */
export function clientOf(
  server: Pick<ScriptedServer, 'origin'>,
  settings: Partial<RedisClientSettings> = {},
): RedisClient & { clock: VirtualClock } & AsyncDisposable {
  const clock = new VirtualClock();
  const client = makeRedisClient({
    region: 'cn-beijing',
    practiceEndpoint: server.origin,
    credentials: async () => CREDENTIALS,
    clock,
    random: () => 0.5,
    timeouts: { connect: 600, headers: 400, body: 400, total: 600 },
    ...settings,
  });
  return { ...client, clock, [Symbol.asyncDispose]: () => client.close() };
}

export function switchOver(change: Partial<SwitchOverRequest> = {}): SwitchOverRequest {
  return {
    instanceId: INSTANCE,
    targetNodeIds: [`server-${INSTANCE}-0-1`],
    clientToken: 'swo-20260102-0001',
    signedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    lifeSeconds: 30,
    ...change,
  };
}
