import type { Ports } from '../../../shared/steps/ports.ts';
import type { Attributes, Store, Write } from '../../../shared/store/store.ts';
import type { Instant } from '../../../shared/time/clock.ts';
import type { Mutant } from '../nights/simulation.ts';
import { isRun, movesTo, setBy } from './seams.ts';

/**
 * The guards between the claim of a send and the first byte. That the look at the phase matters by itself takes a close that
 * comes before the signature ends, which no thousand nights bring about: the state search shows it.
 */
export const LAST_LOOK_MUTANTS: readonly Mutant[] = [
  {
    name: 'last-look-without-clock',
    removes: 'the last look at the clock: the request times out before its signature and the opening end',
    alter: (ports) =>
      afterTheClaim(ports, ({ clock }, claimed) => ({ clock: { ...clock, now: () => claimed.at } })),
  },
  {
    name: 'last-look-without-stops',
    removes: 'the last look at the stops',
    alter: (ports) => afterTheClaim(ports, ({ store }) => ({ store: { ...store, list: async () => [] } })),
  },
  {
    name: 'no-last-look',
    removes: 'the whole last look',
    alter: (ports) =>
      afterTheClaim(ports, ({ store, clock }, claimed) => ({
        store: { ...asClaimed(store, claimed), list: async () => [] },
        clock: { ...clock, now: () => claimed.at },
      })),
  },
];

/** The claim of a send that was committed: when, and what it made of the run. */
interface Claimed {
  readonly at: Instant;
  readonly set: Attributes;
}

/** Other ports from the claim of a send until its bytes leave. */
function afterTheClaim(ports: Ports, alter: (ports: Ports, claimed: Claimed) => Partial<Ports>): Ports {
  let claimed: Claimed | undefined;
  const now = (): Ports => (claimed === undefined ? ports : { ...ports, ...alter(ports, claimed) });
  const watched = async (writes: readonly Write[]) => {
    const committed = await now().store.transact(writes);
    const claim = writes.find(movesTo('SENDING'));
    if (committed.committed && claim !== undefined && isRun(claim))
      claimed = { at: ports.clock.now(), set: setBy(claim) };
    return committed;
  };
  return {
    ...ports,
    store: {
      get: (key) => now().store.get(key),
      getMany: (keys) => now().store.getMany(keys),
      list: (partition, prefix) => now().store.list(partition, prefix),
      find: (query) => now().store.find(query),
      transact: watched,
    },
    clock: { now: () => now().clock.now(), sleepUntil: (at, signal) => ports.clock.sleepUntil(at, signal) },
    redis: (account) => {
      const redis = ports.redis(account);
      return {
        ...redis,
        async sendSwitchOver(prepared) {
          claimed = undefined;
          return await redis.sendSwitchOver(prepared);
        },
      };
    },
  };
}

/** A store that shows the run as the claim left it, whatever has become of it. */
function asClaimed(store: Store, { set }: Claimed): Store {
  const { phase = 'SENDING', lastBatch = 1, lastAttempt = 1 } = set;
  return {
    ...store,
    async get(key) {
      const item = await store.get(key);
      if (item === undefined || key.sort !== 'run') return item;
      return { ...item, attributes: { ...item.attributes, phase, lastBatch, lastAttempt } };
    },
  };
}
