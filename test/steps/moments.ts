import type { Ports } from '../../shared/steps/ports.ts';
import { makeMemoryStore, type StoreCall } from '../../shared/store/memory.ts';
import type { Store, Write } from '../../shared/store/store.ts';
import type { Redis } from '../../shared/volcengine/redis.ts';
import type { RigOptions } from './rig.ts';

const keyOf = (write: Write) =>
  'put' in write
    ? write.put
    : 'update' in write
      ? write.update
      : 'delete' in write
        ? write.delete
        : write.check;

/** True for a transaction that writes an item whose sort key begins so: `send#`, `pin#`, `lease`. */
const touches = (call: StoreCall, sortPrefix: string): boolean =>
  call.operation === 'transact' && call.writes.some((write) => keyOf(write).sort.startsWith(sortPrefix));

/** A store that lets something happen once: right before or after the first transaction that writes such an item. */
export function storeWithMoment(
  moment: StoreCall['moment'],
  sortPrefix: string,
  act: (store: Store) => Promise<unknown>,
  skip = 0,
): Store {
  let left = skip;
  let happened = false;
  const store: Store = makeMemoryStore({
    async onCall(call) {
      if (happened || call.moment !== moment || !touches(call, sortPrefix)) return;
      left -= 1;
      if (left >= 0) return;
      happened = true;
      await act(store);
    },
  });
  return store;
}

/** A rig whose client has some of its methods replaced. */
export const withRedis =
  (change: (redis: Redis) => Partial<Redis>): NonNullable<RigOptions['over']> =>
  (ports: Omit<Ports, 'executions'>) => ({
    ...ports,
    redis: (account) => {
      const redis = ports.redis(account);
      return { ...redis, ...change(redis) };
    },
  });
