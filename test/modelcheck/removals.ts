import { MARGIN } from '../../shared/protocol/lease.ts';
import type { Condition, Write } from '../../shared/store/store.ts';
import { type Rules, SHIPPED } from './rules.ts';
import type { Setting } from './setting.ts';
import { changedIn, either, type Matches, on, without } from './without.ts';
import { WORLDS } from './worlds.ts';

/** One rule taken away, and the world in which a promise then breaks. */
export interface Removal {
  readonly name: string;
  readonly world: Setting;
  readonly rules: Rules;
}

type Change = (writes: readonly Write[]) => readonly Write[];

const claimWith = (change: Change): Rules => ({
  ...SHIPPED,
  claim(run, given) {
    const claimed = SHIPPED.claim(run, given);
    return { ...claimed, writes: change(claimed.writes) };
  },
});

const sendWith = (change: Change): Rules => ({
  ...SHIPPED,
  claimSend(run, given) {
    const claimed = SHIPPED.claimSend(run, given);
    return { ...claimed, writes: change(claimed.writes) };
  },
});

const claimWithout = (matches: Matches) => claimWith((writes) => without(writes, matches));
const sendWithout = (matches: Matches) => sendWith((writes) => without(writes, matches));

const absentItem: Matches = (condition) => 'item' in condition && condition.item === 'absent';
const partitionOf =
  (prefix: string, matches: Matches): Matches =>
  (condition, key) =>
    key.partition.startsWith(prefix) && matches(condition, key);

/** The expiry of the lease compared with the bare clock. */
const withoutMargin = (writes: readonly Write[]): readonly Write[] =>
  changedIn(writes, (condition) => ('any' in condition ? { any: condition.any.map(bare) } : bare(condition)));

function bare(condition: Condition): Condition {
  if (!('is' in condition) || condition.attribute !== 'leaseExpiresAt') return condition;
  const margin = condition.is === '<' ? MARGIN : -MARGIN;
  return { ...condition, value: Number(condition.value) + margin };
}

const withoutHold = sendWith((writes) =>
  writes.map((write): Write => {
    if (!('update' in write) || write.set?.hold === undefined) return write;
    const { hold: _hold, ...set } = write.set;
    return { ...write, set };
  }),
);

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
  },
  {
    name: 'claim: expired a margin ago',
    world: WORLDS.ahead,
    rules: claimWith(withoutMargin),
  },
  {
    name: 'claim: the run is ACCEPTED or WAITING',
    world: WORLDS.oneRun,
    rules: claimWithout(on('phase')),
  },
  {
    name: 'claim: a slot of the limit is free',
    world: WORLDS.instances,
    rules: claimWithout(partitionOf('slot#', absentItem)),
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
  },
  {
    name: 'send: alive for a margin more',
    world: WORLDS.behind,
    rules: sendWith(withoutMargin),
  },
  {
    name: 'send: the run is PINNED or OBSERVING',
    world: WORLDS.batches,
    rules: sendWithout(on('phase')),
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
    rules: sendWithout(partitionOf('run#', absentItem)),
  },
  { name: 'the hold from the first claimed send', world: WORLDS.twoRuns, rules: withoutHold },
  {
    name: 'the version as read, in every write to a run',
    world: WORLDS.views,
    rules: { ...SHIPPED, versioned: false },
  },
  {
    name: 'the nonce of the claim',
    world: WORLDS.lostClaims,
    rules: {
      ...SHIPPED,
      markNotSent(by, key, because) {
        const mark = SHIPPED.markNotSent(by, key, because);
        return without([mark], on('by'))[0] ?? mark;
      },
    },
  },
  {
    name: '`verified` is raised only by roles seen twice',
    world: WORLDS.batches,
    rules: { ...SHIPPED, batchIsProven: () => true },
  },
  {
    name: "the last look's phase check",
    world: WORLDS.threeNodes,
    rules: { ...SHIPPED, isStillSending: () => true },
  },
  {
    name: "the last look's clock check",
    world: WORLDS.oneRun,
    rules: { ...SHIPPED, tooLateToSend: () => undefined },
  },
  {
    name: 'the signature ends before the opening does',
    world: WORLDS.oneRun,
    rules: {
      ...SHIPPED,
      tooLateToSend: (request) => SHIPPED.tooLateToSend({ ...request, notAfterAt: undefined }),
    },
  },
  {
    name: 'the opening less a margin',
    world: WORLDS.closing,
    rules: {
      ...SHIPPED,
      tooLateToSend: ({ notAfterAt, ...request }) =>
        SHIPPED.tooLateToSend({ ...request, notAfterAt: notAfterAt && notAfterAt + MARGIN }),
    },
  },
  {
    name: "the last look's stops",
    world: WORLDS.stopped,
    rules: { ...SHIPPED, heedsStops: false },
  },
  {
    name: 'when no effect can still land',
    world: WORLDS.oneRun,
    rules: {
      ...SHIPPED,
      noEffectCanLand: () => true,
      quietFrom: () => undefined,
      underWayUntil: () => undefined,
    },
  },
  {
    name: 'no effect can still land: a margin later',
    world: WORLDS.landing,
    rules: { ...SHIPPED, margin: 0 },
  },
  {
    name: 'a change may be under way for the longest change',
    world: WORLDS.twoForeign,
    rules: {
      ...SHIPPED,
      underWayUntil: (outcome, sends, now, limits) =>
        SHIPPED.underWayUntil(outcome, sends, now, { ...limits, change: 0 }),
    },
  },
  {
    name: 'nothing is acknowledged while its change may be under way',
    world: WORLDS.twoForeign,
    rules: { ...SHIPPED, underWayUntil: () => undefined },
  },
  {
    name: 'who is held keeps its slot while its change may be under way',
    world: WORLDS.instances,
    rules: { ...SHIPPED, close: (run, given) => SHIPPED.close(run, { ...given, underWay: false }) },
  },
  {
    name: "the signature's life, honoured by the gateway",
    world: WORLDS.oneRun,
    rules: { ...SHIPPED, honoursLife: false },
  },
];
