import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { type Chance, makeChance } from '../../shared/runtime/simulation/chance.ts';
import { MINUTE, type Milliseconds, SECOND } from '../../shared/time/clock.ts';

/** When the service is killed in a round. */
export type Kill =
  /** So long after its process was started: most of the time before it serves. */
  | { readonly during: 'start'; readonly after: Milliseconds }
  /** So long after it could be asked. */
  | { readonly during: 'service'; readonly after: Milliseconds }
  /** So long after that many SwitchOvers of this round reached the endpoint; without them, at `most`. */
  | Counted<'send'>
  /** So long after the service said of that many runs that they are closed. It has to live until the looks are done. */
  | Counted<'close'>;

interface Counted<During> {
  readonly during: During;
  readonly count: number;
  readonly after: Milliseconds;
  readonly most: Milliseconds;
}

/** An instance that is switched for the first time in a round, and what is asked of it. */
export interface Newcomer {
  readonly instance: string;
  readonly shards: number;
  /** After the round began to serve. */
  readonly at: Milliseconds;
  readonly faults: readonly FaultInput[];
  /** Asked for under a second key at the same instant. */
  readonly rival: boolean;
  readonly cancelled: boolean;
}

/** One round: one SIGKILL of the service, and what it meets. */
export interface Round {
  readonly number: number;
  readonly kill: Kill;
  readonly newcomers: readonly Newcomer[];
  /** How many keys of earlier rounds are asked again. */
  readonly again: number;
  /** A second process on the same store is started, and has to be refused. */
  readonly intruder: boolean;
}

/** An instance that its rule switches at an instant, counted from the beginning. */
export interface Occurrence {
  readonly instance: string;
  readonly after: Milliseconds;
}

export interface Schedule {
  readonly seed: number;
  readonly rounds: readonly Round[];
  readonly due: readonly Occurrence[];
}

/** About as long as a round takes, so that what is due is spread over all of them. */
const A_ROUND: Milliseconds = 3 * SECOND;
const BETWEEN_DUE: Milliseconds = 20 * SECOND;
/** Two looks are 30 s apart, so a service that is killed each few seconds closes nothing: each so many rounds it may. */
const BETWEEN_CLOSES = 25;

/** Everything that is left to chance, from the seed alone. What the machine makes of it is not in it. */
export function scheduleOf(seed: number, rounds: number): Schedule {
  const chance = makeChance(seed);
  const occurrences = Math.ceil((rounds * A_ROUND) / BETWEEN_DUE);
  return {
    seed,
    rounds: Array.from({ length: rounds }, (_, index) =>
      roundOf(index + 1, chance.fork(`round ${index + 1}`)),
    ),
    due: Array.from({ length: occurrences }, (_, index) => ({
      instance: `redis-due-${index + 1}`,
      after: (index + 0.25) * BETWEEN_DUE,
    })),
  };
}

function roundOf(number: number, chance: Chance): Round {
  const closing = number % BETWEEN_CLOSES === 0;
  // What is killed while it starts is asked nothing; the first round has to create the store.
  const starting = number > 1 && !closing && chance.happens(0.15);
  const newcomers = starting ? [] : Array.from({ length: 2 }, (_, index) => newcomer(number, index, chance));
  return {
    number,
    kill: starting ? { during: 'start', after: chance.between(50, 1_000) } : killOf(chance, closing),
    newcomers,
    again: starting ? 0 : Math.min(number - 1, 3),
    intruder: !starting && chance.happens(0.05),
  };
}

function killOf(chance: Chance, closing: boolean): Kill {
  if (closing)
    return { during: 'close', count: chance.between(1, 12), after: chance.between(0, 20), most: MINUTE };
  if (chance.happens(0.5)) return { during: 'service', after: chance.between(50, 2_500) };
  return { during: 'send', count: chance.between(1, 3), after: chance.between(0, 40), most: 10_000 };
}

function newcomer(round: number, index: number, chance: Chance): Newcomer {
  const instance = `redis-${round}-${index + 1}`;
  const shards = chance.happens(0.25) ? 3 : 1;
  return {
    instance,
    shards,
    at: chance.between(0, 800),
    faults: chance.happens(0.6) ? chance.pick(FAULTS)(instance, chance) : [],
    rival: chance.happens(0.3),
    cancelled: chance.happens(0.1),
  };
}

type Arms = (instance: string, chance: Chance) => readonly FaultInput[];

/** What the endpoint may do to an instance. None lasts for ever, so that every run comes to rest. */
const FAULTS: readonly Arms[] = [
  (instance, chance) => [
    { fault: 'throttle', instance, times: chance.between(1, 4), retryAfterSeconds: chance.between(0, 2) },
  ],
  (instance, chance) => [
    { fault: 'server-error', instance, status: chance.pick([500, 502, 503, 504] as const), executes: true },
  ],
  (instance) => [{ fault: 'server-error', instance, executes: false }],
  (instance, chance) => [{ fault: 'internal-error', instance, executes: chance.happens(0.5) }],
  (instance, chance) => [{ fault: 'hang', instance, executes: chance.happens(0.7) }],
  (instance) => [{ fault: 'lose-answer', instance }],
  (instance) => [{ fault: 'garble-answer', instance }],
  (instance, chance) => [{ fault: 'hold-answer', instance, for: chance.between(500, 12_000) }],
  (instance, chance) => [{ fault: 'execute-late', instance, after: chance.between(1_000, 28_000) }],
  (instance, chance) => [
    {
      fault: 'contradictory-roles',
      instance,
      primaries: chance.pick([0, 2] as const),
      skip: chance.between(2, 6),
    },
  ],
  (instance, chance) => [
    {
      fault: 'server-error',
      action: 'DescribeDBInstanceShards',
      instance,
      times: 3,
      skip: chance.between(0, 6),
    },
  ],
  (instance) => [{ fault: 'accept-without-executing', instance }],
  (instance, chance) => [
    { fault: 'stay-changing', instance, for: chance.between(3_000, 40_000), swaps: chance.happens(0.7) },
  ],
  (instance) => [{ fault: 'fail-shards', instance, times: 3 }],
];
