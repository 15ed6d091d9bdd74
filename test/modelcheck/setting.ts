import type { Milliseconds } from '../../shared/time/clock.ts';

/** How the world differs from search to search. */
export interface Setting {
  readonly name: string;
  /** Run by run, the instance that it is about. */
  readonly runs: Readonly<Record<string, 'one' | 'two'>>;
  readonly shards: 1 | 2;
  readonly nodes: 2 | 3;
  /** Whether the endpoint remembers ClientTokens for ever, or not at all. */
  readonly tokens: 'for ever' | 'none';
  /** The seconds that the clock goes through. */
  readonly seconds: readonly number[];
  /** By how much the clock of worker 2, and that of the watcher, differ from those of worker 1 and of the gateway. */
  readonly skew: { readonly worker: Milliseconds; readonly watcher: Milliseconds };
  /** `any age`: a worker acts on what it read at any time before. `fresh`: whoever acts has just read. */
  readonly views: 'fresh' | 'any age';
  /** How many switchovers the account allows at once, where that is asked. */
  readonly atOnce: 1 | 'not asked';
  readonly failsOver: boolean;
  readonly throttles: boolean;
  readonly stops: boolean;
  /** Whether a worker may fail to hear whether its claim of a send was committed. */
  readonly losesClaims: boolean;
}

/** The smallest world; the others are this one with something more. */
export const SMALLEST: Setting = {
  name: 'one run',
  runs: { A: 'one' },
  shards: 1,
  nodes: 2,
  tokens: 'none',
  // A signature (30 s), the longest change (600 s), a lease (635 s) and the opening (740 s) run out in turn.
  seconds: [0, 20, 640, 720, 745],
  skew: { worker: 0, watcher: 0 },
  views: 'fresh',
  atOnce: 'not asked',
  failsOver: false,
  throttles: false,
  stops: false,
  losesClaims: false,
};

export const runIds = ({ runs }: Setting): readonly string[] => Object.keys(runs);

/** The instances of a world, each once. */
export const instancesOf = ({ runs }: Setting): readonly ('one' | 'two')[] => [
  ...new Set(Object.values(runs)),
];

const LETTERS = { one: 's', two: 't' } as const;

/** The first letters of the node names of each shard of an instance, by which a node is known to be of it. */
export const shardNames = ({ shards }: Setting, instance: 'one' | 'two'): readonly string[] =>
  Array.from({ length: shards }, (_, shard) => `${LETTERS[instance]}${shard + 1}`);

export const nodeNames = ({ nodes }: Setting, shard: string): readonly string[] =>
  Array.from({ length: nodes }, (_, node) => `${shard}n${node + 1}`);
