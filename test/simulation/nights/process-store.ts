import { StoreUnavailable } from '../../../shared/store/errors.ts';
import type { Store, Write } from '../../../shared/store/store.ts';
import { keyOf } from '../../../shared/store/write.ts';
import type { Fault } from './faults.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** The store as one process sees it: slow, and now and then without an answer. */
export function makeProcessStore(process: SimulatedProcess, store: Store): Store {
  const lost = (fault: Fault) => new StoreUnavailable(`the store did not answer: ${fault.fault}`);
  return {
    get: (key) => process.reach('read', `get ${key.sort}`, () => store.get(key), lost),
    getMany: (keys) => process.reach('read', `get ${keys.length} items`, () => store.getMany(keys), lost),
    list: (partition, prefix) =>
      process.reach('read', `list ${partition.slice(0, 12)}`, () => store.list(partition, prefix), lost),
    find: (query) => process.reach('read', `find ${query.index}`, () => store.find(query), lost),
    async transact(writes) {
      const committed = await process.reach(
        'transact',
        `write ${named(writes)}`,
        () => store.transact(writes),
        lost,
      );
      return committed;
    },
  };
}

const named = (writes: readonly Write[]): string =>
  writes.map((write) => `${keyOf(write).partition.slice(0, 9)}/${keyOf(write).sort.slice(0, 14)}`).join(' ');
