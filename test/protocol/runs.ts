import { acceptedRun } from '../../shared/protocol/accept.ts';
import type { Happening } from '../../shared/protocol/audit.ts';
import { atOncePartition, auditPartition, keys, runPartition } from '../../shared/protocol/keys.ts';
import { type Lease, leaseLife } from '../../shared/protocol/lease.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import { type Run, readRun } from '../../shared/protocol/run.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import type { Attributes, Key, Store, Write } from '../../shared/store/store.ts';
import { DAY, HOUR, type Instant, SECOND } from '../../shared/time/clock.ts';

/** Tuesday 2026-11-24, 02:10 in Shanghai. */
export const NOW: Instant = Date.parse('2026-11-23T18:10:00Z');
export const LIFE = 30 * SECOND;
export const REGION = 'cn-beijing';
export const INSTANCE = 'redis-a';
export const EXECUTOR = 'execution-1';

/** A run as it was accepted, with whatever a test wants otherwise. */
export function aRun(over: Partial<Run> = {}): Run {
  const accepted = acceptedRun(
    {
      runId: 'run-1',
      mode: 'switch',
      account: 'prod',
      instance: `${REGION}/${INSTANCE}`,
      rule: 'orders',
      plan: 'hash',
      trigger: { source: 'http', by: 'tester', reason: 'test' },
      startAt: NOW,
      opening: {
        day: '2026-11-24',
        opensAt: NOW - HOUR,
        cutoffAt: NOW + HOUR,
        closesAt: NOW + 2 * HOUR,
      },
    },
    NOW,
    400 * DAY,
  );
  return { ...accepted, ...over };
}

/** A run that has claimed: fence 1, one slot at once, one of the night. */
export const aClaimedRun = (over: Partial<Run> = {}): Run =>
  aRun({
    phase: 'CLAIMED',
    executor: EXECUTOR,
    fence: 1,
    slots: [keys.atOnceSlot('prod', 0), keys.nightSlot('prod', '2026-11-24', 0)],
    ...over,
  });

/** The lease that such a run owns. */
export const itsLease = (over: Partial<Lease> = {}): Lease => ({
  owner: 'run-1',
  fence: 1,
  leaseExpiresAt: NOW + leaseLife(LIFE),
  ...over,
});

export const LEASE: Key = keys.lease(REGION, INSTANCE);

export const happening = (kind = 'TEST'): Happening => ({ kind, at: NOW, by: 'tester', detail: {} });

export const putRun = (run: Run): Write => ({ put: keys.run(run.runId), attributes: attributesOf(run) });
export const putLease = (lease: Lease): Write => ({ put: LEASE, attributes: attributesOf(lease) });
export const putSlots = (run: Run): readonly Write[] =>
  (run.slots ?? []).map((slot) => ({ put: slot, attributes: { run: run.runId } }));

/** A memory store in which these writes have been made. */
export async function storeWith(...writes: readonly Write[]): Promise<Store> {
  const store = makeMemoryStore();
  if (writes.length > 0) await store.transact(writes);
  return store;
}

/** Whether the transaction commits; when it does not, nothing may have changed. */
export async function commits(store: Store, writes: readonly Write[]): Promise<boolean> {
  const before = await everything(store);
  const { committed } = await store.transact(writes);
  if (!committed && JSON.stringify(before) !== JSON.stringify(await everything(store)))
    throw new Error('refused, and yet something was written');
  return committed;
}

/** All that a run of these tests can touch, by partition and sort key. */
export async function everything(store: Store): Promise<Record<string, Attributes>> {
  const partitions = [
    runPartition('run-1'),
    auditPartition('run-1'),
    LEASE.partition,
    atOncePartition('prod'),
    'slot#prod#orders',
    'slot#prod#night#2026-11-24',
    'control',
  ];
  const items = (await Promise.all(partitions.map((partition) => store.list(partition)))).flat();
  return Object.fromEntries(items.map(({ key, attributes }) => [`${key.partition}/${key.sort}`, attributes]));
}

export async function runIn(store: Store): Promise<Run> {
  const item = await store.get(keys.run('run-1'));
  if (item === undefined) throw new Error('the run has no record');
  return readRun(item);
}

export async function attributesAt(store: Store, key: Key): Promise<Attributes | undefined> {
  return (await store.get(key))?.attributes;
}
