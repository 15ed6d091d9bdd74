import { StoreUnavailable } from '../../store/errors.ts';
import type { Committed, Store, Write } from '../../store/store.ts';
import { keyOf, keyText } from '../../store/write.ts';
import type { Instant } from '../../time/clock.ts';
import type { Fault } from './faults.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** When each item was last written, for all processes of a world. */
export type LastWritten = Map<string, Instant>;

/** Two transactions over one item that are this close are in each other's way. */
const IN_THE_WAY = 6;
/** As the DynamoDB adapter does it: a conflict is asked again so often, and then the store is unavailable. */
const ATTEMPTS = 8;

/** The store as one process sees it: slow, now and then without an answer, and refusing what conflicts. */
export function makeProcessStore(process: SimulatedProcess, store: Store, lastWritten: LastWritten): Store {
  const lost = (fault: Fault) => new StoreUnavailable(`the store did not answer: ${fault.fault}`);

  async function attempt(writes: readonly Write[], keys: readonly string[]): Promise<Committed | 'conflict'> {
    return await process.reach<Committed | 'conflict'>(
      'transact',
      `write ${named(writes)}`,
      async () => {
        const now = process.trueNow();
        if (keys.some((key) => now - (lastWritten.get(key) ?? 0) < IN_THE_WAY)) return 'conflict';
        const committed = await store.transact(writes);
        if (committed.committed) for (const key of keys) lastWritten.set(key, now);
        return committed;
      },
      lost,
    );
  }

  return {
    get: (key) =>
      process.reach(
        'read',
        `get ${key.sort}`,
        () => {
          if (key.sort === 'run') process.lookedAt = process.trueNow();
          return store.get(key);
        },
        lost,
      ),
    getMany: (keys) => process.reach('read', `get ${keys.length} items`, () => store.getMany(keys), lost),
    list: (partition, prefix) =>
      process.reach('read', `list ${partition.slice(0, 12)}`, () => store.list(partition, prefix), lost),
    find: (query) => process.reach('read', `find ${query.index}`, () => store.find(query), lost),
    async transact(writes) {
      const keys = writes.map((write) => keyText(keyOf(write)));
      for (let attempts = 1; ; attempts += 1) {
        const answer = await attempt(writes, keys);
        if (answer !== 'conflict') return answer;
        process.struck('conflict', 'transact');
        if (attempts === ATTEMPTS) throw new StoreUnavailable('the store did not answer: conflict');
        await process.clock.sleepUntil(process.clock.now() + attempts * IN_THE_WAY);
      }
    },
  };
}

const named = (writes: readonly Write[]): string =>
  writes.map((write) => `${keyOf(write).partition.slice(0, 9)}/${keyOf(write).sort.slice(0, 14)}`).join(' ');
