import { MESSAGE_PREFIX } from '../../../shared/protocol/keys.ts';
import type { Ports } from '../../../shared/steps/ports.ts';
import type { Attributes, Condition, Item, Key, Write } from '../../../shared/store/store.ts';
import { keyOf } from '../../../shared/store/write.ts';
import type { Redis } from '../../../shared/volcengine/redis.ts';

/** Alters or drops single writes on their way to the store. */
export const rewriting =
  (rewrite: (write: Write) => Write | undefined) =>
  (ports: Ports): Ports => ({
    ...ports,
    store: {
      ...ports.store,
      async transact(writes) {
        const rewritten = writes.flatMap((write) => rewrite(write) ?? []);
        return rewritten.length > 0 ? await ports.store.transact(rewritten) : { committed: true };
      },
    },
  });

/** Alters items on their way from the store. */
export const rereading =
  (wanted: (key: Key) => boolean, alter: (attributes: Attributes) => Attributes | undefined) =>
  (ports: Ports): Ports => {
    const change = (item: Item): Item[] => {
      if (!wanted(item.key)) return [item];
      const attributes = alter(item.attributes);
      return attributes === undefined ? [] : [{ key: item.key, attributes }];
    };
    const { store } = ports;
    return {
      ...ports,
      store: {
        ...store,
        async get(key) {
          const item = await store.get(key);
          return item && change(item)[0];
        },
        getMany: async (keys) => (await store.getMany(keys)).flatMap(change),
        list: async (partition, prefix) => (await store.list(partition, prefix)).flatMap(change),
      },
    };
  };

/** Puts another client before the vendor's. */
export const calling =
  (alter: (redis: Redis, ports: Ports) => Partial<Redis>) =>
  (ports: Ports): Ports => ({
    ...ports,
    redis: (account) => {
      const redis = ports.redis(account);
      return { ...redis, ...alter(redis, ports) };
    },
  });

/** The condition without the parts that are dropped. */
export function without(condition: Condition | undefined, dropped: (leaf: Condition) => boolean): Condition {
  if (condition === undefined || dropped(condition)) return ALWAYS;
  if ('all' in condition) return { all: condition.all.map((part) => without(part, dropped)) };
  return condition;
}

const ALWAYS: Condition = { any: [{ item: 'present' }, { item: 'absent' }] };

/** The write under a weaker condition. */
export const unguarded = (write: Write, dropped: (leaf: Condition) => boolean): Write => ({
  ...write,
  when: without(write.when, dropped),
});

export const everything = (): boolean => true;
export const about =
  (...names: readonly string[]) =>
  (leaf: Condition): boolean =>
    ('attribute' in leaf && names.includes(leaf.attribute)) ||
    ('absent' in leaf && names.includes(leaf.absent));

const setBy = (write: Write): Attributes =>
  'put' in write ? write.attributes : 'update' in write ? (write.set ?? {}) : {};
const inPartition = (prefix: string) => (write: Write) => keyOf(write).partition.startsWith(prefix);

export const isLease = inPartition('lease#');
export const isSlot = inPartition('slot#');
export const isEvent = inPartition('audit#');
export const isMessage = (write: Write): boolean => keyOf(write).sort.startsWith(MESSAGE_PREFIX);
export const isRun = (write: Write): boolean => inPartition('run#')(write) && keyOf(write).sort === 'run';
export const takesLease = (write: Write): boolean => isLease(write) && 'owner' in setBy(write);
export const movesTo = (phase: string) => (write: Write) => isRun(write) && setBy(write).phase === phase;
export { setBy };
