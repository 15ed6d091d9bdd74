import { type Chance, makeChance } from '../../../shared/runtime/simulation/chance.ts';
import type { FaultRates } from '../../../shared/runtime/simulation/faults.ts';
import { HOUR, MINUTE, type Milliseconds, SECOND } from '../../../shared/time/clock.ts';
import { type Act, type Ambush, generateActs, generateAmbush, generateOverrides } from './acts.ts';

/** How rough a world is. */
export interface Weather {
  readonly faults: FaultRates;
  /** Whether people and other systems do things, or only the schedule runs. */
  readonly acts: boolean;
  readonly skew: boolean;
}

/** The weather of the search for violations. */
export const ROUGH: Weather = {
  faults: { any: 0.004, nearSend: 0.03, send: 0.3, vendorRead: 0.015, message: 0.3 },
  acts: true,
  skew: true,
};

/** Only the schedule, and faults of I/O at one rate for every I/O: what usefulness is measured in. */
export const calm = (rate: number): Weather => ({
  faults: { any: rate, nearSend: rate, send: rate, vendorRead: rate, message: rate, only: 'I/O' },
  acts: false,
  skew: false,
});

export interface SimulatedInstance {
  readonly id: string;
  readonly shards: number;
  /** Of each shard; with three, a failover can make a primary that is neither the old nor the wanted one. */
  readonly nodes: 2 | 3;
  readonly app: string;
  /** `observed`: in an account that may not switch. `never`: the plan says so. `unplanned`: no rule names it. */
  readonly standing: 'switched' | 'observed' | 'never' | 'unplanned';
}

/** Everything that a seed decides. Plain data: print it, and you know the world. */
export interface World {
  readonly seed: number;
  /** `cloud`: each invocation is a process of its own. `embedded`: all of Offpeak is one process, which restarts. */
  readonly composition: 'cloud' | 'embedded';
  readonly weather: Weather;
  readonly instances: readonly SimulatedInstance[];
  /** Whether the gateway takes X-Expires for the life of a signature, gives each one 900 s, or lets none run out. */
  readonly expiry: 'honoured' | 'ignored' | 'none';
  readonly life: Milliseconds;
  readonly tokenLife: Milliseconds;
  readonly timings: Readonly<Record<'statusAfter' | 'swapAfter' | 'shardStagger' | 'change', Milliseconds>>;
  readonly tasks: boolean;
  readonly limits: {
    readonly atOnce: number;
    readonly perNight?: number;
    readonly onePer?: string;
    readonly stopAfter: number;
  };
  readonly cooldown: Milliseconds;
  readonly shardsAtOnce: number;
  /** How often a minute's pass of due is left out. */
  readonly missedMinutes: number;
  readonly indexDelay: Milliseconds;
  readonly acts: readonly Act[];
  /** Something that happens right when a send has been claimed. */
  readonly ambush?: Ambush;
}

export function makeWorld(seed: number, weather: Weather): World {
  const chance = makeChance(seed);
  const instances = makeInstances(chance, weather);
  const swapAfter = chance.between(1, 20) * SECOND;
  const expiry = chance.happens(0.85) ? 'honoured' : 'ignored';
  // A bad outcome stops the account, as it should; where usefulness is measured, each occurrence is to stand for itself.
  const stopAfter = weather.acts ? chance.pick([1, 3, 5]) : 100;
  const world: Omit<World, 'acts' | 'ambush'> = {
    seed,
    weather,
    composition: chance.happens(0.7) ? 'cloud' : 'embedded',
    instances,
    expiry,
    life: expiry === 'honoured' && chance.happens(0.7) ? 30 * SECOND : 900 * SECOND,
    tokenLife: chance.pick([0, 60 * SECOND, 24 * HOUR]),
    timings: {
      statusAfter: chance.pick([0, 1, 4]) * SECOND,
      swapAfter,
      shardStagger: chance.pick([0, 0, 500]),
      change: swapAfter + chance.between(0, 15) * SECOND,
    },
    tasks: chance.happens(0.5),
    limits: {
      // Where usefulness is measured, no occurrence is to wait for another's trouble: each is feasible.
      atOnce: weather.acts ? chance.pick([1, 2, 3]) : MOST_IN_CALM,
      stopAfter,
      ...(weather.acts && chance.happens(0.3) && { perNight: chance.between(1, 3) }),
      ...(weather.acts && chance.happens(0.3) && { onePer: 'app' }),
    },
    cooldown: chance.pick([20 * HOUR, 5 * MINUTE]),
    shardsAtOnce: chance.pick([2, 10]),
    missedMinutes: weather.acts ? chance.pick([0.3, 0.7]) : 0.3,
    indexDelay: weather.faults.any > 0 ? chance.pick([0, 3, 90]) * SECOND : 0,
  };
  if (!weather.acts) return { ...world, acts: [] };
  const ambush = generateAmbush(chance.fork('ambush'));
  const acts = generateActs(chance.fork('acts'), instances);
  const overrides = generateOverrides(chance.fork('overrides'), instances);
  return {
    ...world,
    acts: [...acts, ...overrides].sort((one, other) => one.at - other.at),
    ...(ambush && { ambush }),
  };
}

const MOST_IN_CALM = 3;

function makeInstances(chance: Chance, weather: Weather): readonly SimulatedInstance[] {
  const count = weather.acts ? chance.pick([1, 2, 3, 4, 6, 8]) : chance.between(1, MOST_IN_CALM);
  return Array.from({ length: count }, (_, number) => ({
    id: `redis-cn000000000000000${number}`,
    shards: chance.pick([1, 1, 1, 1, 1, 2, 2, 3, 5, 12]),
    nodes: chance.pick([2, 2, 3] as const),
    app: chance.pick(['orders', 'search']),
    standing:
      weather.acts && number > 0
        ? chance.pick([
            'switched',
            'switched',
            'switched',
            'switched',
            'observed',
            'never',
            'unplanned',
          ] as const)
        : 'switched',
  }));
}
