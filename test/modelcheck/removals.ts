import type { Condition, Write } from '../../shared/store/store.ts';
import { type Rules, SHIPPED } from './rules.ts';
import type { Setting } from './world.ts';

const SMALLEST: Setting = {
  name: 'one run',
  shards: 1,
  nodes: 2,
  tokens: 'none',
  runs: ['A'],
  // A signature (30 s), a lease (635 s), the longest change (600 s) and the opening (740 s) run out in turn.
  seconds: [0, 20, 600, 700, 760],
  failsOver: false,
  throttles: false,
  stops: false,
};

/** The worlds that are searched whole. Two workers in each; every worker may stand still anywhere for any time. */
export const WORLDS = {
  oneRun: SMALLEST,
  failover: { ...SMALLEST, name: 'one run, a failover', failsOver: true },
  threeNodes: {
    ...SMALLEST,
    name: 'three nodes, a failover, tokens kept for ever',
    nodes: 3,
    failsOver: true,
    tokens: 'for ever',
  },
  throttled: { ...SMALLEST, name: 'one run, throttled answers', throttles: true },
  stopped: { ...SMALLEST, name: 'one run, a stop', stops: true },
  batches: { ...SMALLEST, name: 'one run of two batches', shards: 2 },
  twoRuns: { ...SMALLEST, name: 'two runs', runs: ['A', 'B'], seconds: [0, 600, 700] },
} as const satisfies Record<string, Setting>;

/** One rule taken away, where it is missed, and which promise the search has to find broken. */
export interface Removal {
  readonly name: string;
  readonly world: Setting;
  readonly rules: Rules;
  /** Why no promise breaks without it in this world: another rule says the same there. */
  readonly impliedBy?: string;
}

type Matches = (condition: Condition) => boolean;

/** The same transaction without the conditions that match. */
function without(writes: readonly Write[], matches: Matches): readonly Write[] {
  return writes.map((write) => (write.when ? { ...write, when: stripped(write.when, matches) } : write));
}

function stripped(condition: Condition, matches: Matches): Condition {
  if (matches(condition)) return { all: [] };
  if (!('all' in condition)) return condition;
  return { all: condition.all.map((part) => stripped(part, matches)) };
}

const on =
  (attribute: string): Matches =>
  (condition) =>
    'attribute' in condition && condition.attribute === attribute;

const claimWithout = (matches: Matches): Rules => ({
  ...SHIPPED,
  claim(run, given) {
    const claimed = SHIPPED.claim(run, given);
    return { ...claimed, writes: without(claimed.writes, matches) };
  },
});

const sendWithout = (matches: Matches, change: Partial<Rules> = {}): Rules => ({
  ...SHIPPED,
  ...change,
  claimSend(run, given) {
    const claimed = SHIPPED.claimSend(run, given);
    return { ...claimed, writes: without(claimed.writes, matches) };
  },
});

const withoutHold: Rules = {
  ...SHIPPED,
  claimSend(run, given) {
    const claimed = SHIPPED.claimSend(run, given);
    const writes = claimed.writes.map((write): Write => {
      if (!('update' in write) || write.set?.hold === undefined) return write;
      const { hold: _hold, ...set } = write.set;
      return { ...write, set };
    });
    return { ...claimed, writes };
  },
};

const either =
  (...all: readonly Matches[]): Matches =>
  (condition) =>
    all.some((matches) => matches(condition));

const SKEW = 'the owner and fence conditions, where there is one clock';

export const REMOVALS: readonly Removal[] = [
  {
    name: 'claim: the lease has no hold',
    world: WORLDS.twoRuns,
    rules: claimWithout((condition) => 'absent' in condition && condition.absent === 'hold'),
  },
  {
    name: 'claim: no owner, or an expired one',
    world: WORLDS.twoRuns,
    rules: claimWithout((condition) => 'any' in condition),
    impliedBy:
      'the owner and fence conditions of the send, and the hold: what is taken away early cannot send',
  },
  {
    name: 'claim: the run is ACCEPTED or WAITING',
    world: WORLDS.oneRun,
    rules: claimWithout(on('phase')),
  },
  {
    name: 'send: the lease is mine, by owner and fence',
    world: WORLDS.twoRuns,
    rules: sendWithout(either(on('owner'), on('fence'))),
  },
  {
    name: 'send: the lease is alive',
    world: WORLDS.oneRun,
    rules: sendWithout(on('leaseExpiresAt')),
    impliedBy: SKEW,
  },
  {
    name: 'send: the run is PINNED or OBSERVING',
    world: WORLDS.throttled,
    rules: sendWithout(on('phase')),
    impliedBy: 'the send items, and the lease, which a run that is closed has given back',
  },
  {
    name: 'send: the batch before is verified',
    world: WORLDS.batches,
    rules: sendWithout(on('verified')),
  },
  {
    name: 'send: the attempt before was throttled',
    world: WORLDS.throttled,
    rules: sendWithout(on('answer')),
  },
  {
    name: 'send: there is no such send item',
    world: WORLDS.oneRun,
    rules: sendWithout((condition) => 'item' in condition && condition.item === 'absent'),
  },
  { name: 'the hold from the first claimed send', world: WORLDS.twoRuns, rules: withoutHold },
  {
    name: '`verified` is raised only by roles seen twice',
    world: WORLDS.batches,
    rules: { ...SHIPPED, batchIsProven: () => true },
  },
  {
    name: "the last look's phase check",
    world: WORLDS.failover,
    rules: { ...SHIPPED, stillSending: () => true },
    impliedBy: 'the clock check and the life of the signature, where there is one clock',
  },
  {
    name: "the last look's clock check",
    world: WORLDS.oneRun,
    rules: { ...SHIPPED, inTime: () => true },
  },
  {
    name: "the last look's stops",
    world: WORLDS.stopped,
    rules: { ...SHIPPED, heedsStops: false },
  },
  {
    name: 'when no effect can still land',
    world: WORLDS.oneRun,
    rules: { ...SHIPPED, noEffectCanLand: () => true, quietFrom: () => undefined },
  },
  {
    name: "the signature's life, honoured by the gateway",
    world: WORLDS.oneRun,
    rules: { ...SHIPPED, honoursLife: false },
  },
];
