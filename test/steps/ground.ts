import { type Model, makeModel } from '../../shared/local-volcengine/model.ts';
import { seedFrom } from '../../shared/local-volcengine/seed.ts';
import type { SeedInput } from '../../shared/local-volcengine/seed-schema.ts';
import type { Plan, SwitchRule } from '../../shared/plan/plan.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { makeMessenger } from '../../shared/runtime/messenger.ts';
import { makeModelRedis } from '../../shared/runtime/model-redis.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import type { LogLine, Ports, Settings } from '../../shared/steps/ports.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import type { Store } from '../../shared/store/store.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../shared/time/clock.ts';
import type { Redis } from '../../shared/volcengine/redis.ts';
import { makeVirtualClock, type VirtualClock } from '../engine/virtual-clock.ts';
import { type FakeChannels, makeFakeChannels } from '../notify/fake-channel.ts';

/** Tuesday 2026-11-24, 02:10 in Shanghai: ten minutes after the window opened. */
export const NIGHT = Date.parse('2026-11-23T18:10:00Z');
export const SOLO = 'redis-cn0000000000000001';
export const FLEET = 'redis-cn0000000000000012';
/** Of the plan that is in force first. */
export const PLAN_HASH = 'a'.repeat(64);
export const SIGNATURE_LIFE = 30 * SECOND;

export interface Told {
  readonly what: 'closed' | 'settled' | 'message' | 'token' | 'unheard';
  readonly run: Run;
  readonly token?: string;
}

/** What every process of a test stands on: clock, store with a plan in force, the endpoint's own model, and the ports over them. */
export interface Ground {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly model: Model;
  readonly plan: Plan;
  readonly told: readonly Told[];
  /** What workflows heard whose requests were refused. */
  readonly refusals: readonly { readonly token: string; readonly error: string; readonly cause: string }[];
  /** Where messages to people arrive. */
  readonly people: FakeChannels;
  readonly lines: readonly LogLine[];
  /** The real client over the model. */
  readonly redis: Redis;
  readonly parts: Omit<Ports, 'executions'>;
  nextId(): number;
}

export interface GroundOptions {
  readonly at?: Instant;
  /** A clock of the caller's own, for a store that needs it too. */
  readonly clock?: VirtualClock;
  readonly seed?: Partial<SeedInput>;
  readonly plan?: (plan: Plan) => Plan;
  readonly store?: Store;
  readonly settings?: Partial<Settings>;
  readonly people?: FakeChannels;
}

export async function makeGround(options: GroundOptions = {}): Promise<Ground> {
  const clock = options.clock ?? makeVirtualClock(options.at ?? NIGHT);
  const store = options.store ?? makeMemoryStore();
  const seed = seedFrom({ ...SEED, ...options.seed });
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return ids;
  };
  const model = makeModel({ clock, seed, ids: () => nextId().toString(16).toUpperCase().padStart(8, '0') });
  const plan = (options.plan ?? ((same) => same))(planOf());
  await applyPlan({ store, clock }, plan);
  const told: Told[] = [];
  const refusals: { token: string; error: string; cause: string }[] = [];
  const lines: LogLine[] = [];
  const people = options.people ?? makeFakeChannels();
  const settings: Settings = {
    deployment: 'test',
    signatureLife: SIGNATURE_LIFE,
    requestTimeout: 10 * SECOND,
    ...options.settings,
  };
  const redis = makeModelRedis({ model, seed, clock, random: () => 0.5, timeout: settings.requestTimeout });
  const parts: Omit<Ports, 'executions'> = {
    store,
    clock,
    redis: () => redis,
    announcer: {
      closed: async (run) => void told.push({ what: 'closed', run }),
      settled: async (run) => void told.push({ what: 'settled', run }),
      message: async (run) => void told.push({ what: 'message', run }),
      answerToken: async (token, run) => told.push({ what: 'token', run, token }) > 0,
      unheard: async (run) => void told.push({ what: 'unheard', run }),
      refuseToken: async (token, refusal) => refusals.push({ token, ...refusal }) > 0,
    },
    messenger: makeMessenger({ channel: people.channel, language: 'en' }),
    log: { info: (line) => lines.push(line), warn: (line) => lines.push(line) },
    unique: () => `unique-${nextId()}`,
    random: () => 0.5,
    settings,
  };
  return { clock, store, model, plan, told, refusals, people, lines, redis, parts, nextId };
}

const SEED: SeedInput = {
  operations: { tasks: false },
  region: 'cn-beijing',
  credentials: [{ accessKeyId: 'AKLTTEST', secretKey: 'test-only' }],
  instances: [
    { id: SOLO, name: 'solo', zones: ['cn-beijing-a', 'cn-beijing-b'] },
    { id: FLEET, name: 'fleet', shards: 12, zones: ['cn-beijing-a', 'cn-beijing-b'] },
  ],
};

export const rule = (name: string, instance: string, over: Partial<SwitchRule> = {}): SwitchRule => ({
  name,
  match: { instance },
  account: 'prod',
  window: 'weeknights',
  cadence: { kind: 'every-opening' },
  target: { kind: 'any' },
  notify: 'dba',
  settle: 30 * SECOND,
  giveUpAfter: 10 * MINUTE,
  cooldown: 20 * HOUR,
  shardsAtOnce: 10,
  ...over,
});

function planOf(): Plan {
  return {
    hash: PLAN_HASH,
    timezone: 'Asia/Shanghai',
    accounts: {
      prod: {
        name: 'prod',
        provider: 'volcengine',
        region: 'cn-beijing',
        credentials: 'prod',
        mode: 'switch',
      },
    },
    windows: {
      weeknights: {
        name: 'weeknights',
        days: ['mon', 'tue', 'wed', 'thu'],
        open: '02:00',
        close: '04:30',
        cutoff: 10 * MINUTE,
        timezone: 'Asia/Shanghai',
      },
    },
    freezes: [],
    limits: { atOnce: 1, stopAfter: 1 },
    notify: { dba: { log: 'dba' } },
    rules: [rule('solo', SOLO), rule('fleet', FLEET, { target: { kind: 'other-zone' } })],
    history: 400 * 24 * HOUR,
  };
}
