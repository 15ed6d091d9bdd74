import type { Model } from '../../shared/local-volcengine/model.ts';
import { readPlanPointer, readStop, type Stop } from '../../shared/protocol/control.ts';
import { CONTROL, keys, SEND_PREFIX, STOP_PREFIX } from '../../shared/protocol/keys.ts';
import { type Run, readRun } from '../../shared/protocol/run.ts';
import type { Item, Store, Write } from '../../shared/store/store.ts';
import { keyOf } from '../../shared/store/write.ts';
import type { Clock, Instant } from '../../shared/time/clock.ts';

/** A place in the order of everything that was seen; the clock stands still between most of it. */
export type Moment = number;

/** Who owned the lease of an instance from a commit on, and how many effects the endpoint had executed before it. */
export interface LeaseAt {
  readonly effects: number;
  readonly instance: string;
  readonly owner: string | undefined;
}

/** A stop or the freezes of a plan, durable from that moment on. */
export interface Halt {
  readonly moment: Moment;
  readonly at: Instant;
  readonly stop?: Stop;
  readonly freezes?: readonly { readonly startsAt: Instant; readonly endsAt: Instant }[];
}

/** What one invocation of a step did on its way to a send. */
export interface Steps {
  signed?: Moment | undefined;
  claimed?: Moment | undefined;
  readPlan?: Moment | undefined;
  readStops?: Moment | undefined;
}

/** Bytes that left for the endpoint. */
export interface Sent extends Readonly<Steps> {
  readonly moment: Moment;
  readonly at: Instant;
  readonly clientToken: string;
}

/** Everything that the judge will want to know and that no record tells. */
export interface Witness {
  /** The store that the witness watches. */
  readonly store: Store;
  readonly leases: readonly LeaseAt[];
  /** Every state in which a run was closed, in order. */
  readonly closes: readonly { readonly moment: Moment; readonly run: Run }[];
  /** Each run as it was committed last. */
  readonly runs: ReadonlyMap<string, Run>;
  readonly halts: readonly Halt[];
  readonly sends: readonly Sent[];
  /** The moment that is now; the next one comes after it. */
  moment(): Moment;
  sent(clientToken: string, steps: Steps): void;
  /** What went wrong where nobody waits for it. */
  readonly troubles: readonly string[];
  trouble(what: string): void;
}

/** Watches a store. What it is told of sends it keeps in the same order. */
export function makeWitness(store: Store, model: Model, clock: Pick<Clock, 'now'>): Witness {
  let moments = 0;
  const moment = () => {
    moments += 1;
    return moments;
  };
  const leases: LeaseAt[] = [];
  const closes: { moment: Moment; run: Run }[] = [];
  const runs = new Map<string, Run>();
  const halts: Halt[] = [];
  const sends: Sent[] = [];
  const troubles: string[] = [];

  async function see(write: Write): Promise<void> {
    const key = keyOf(write);
    const owner = ownerAfter(write);
    if (key.partition.startsWith('lease#') && owner !== 'same')
      leases.push({ effects: model.executed().length, instance: key.partition, ...owner });
    const isHalt = key.partition === CONTROL && (key.sort.startsWith(STOP_PREFIX) || isPlan(write));
    if (key.sort !== 'run' && !isHalt) return;
    const item = await store.get(key);
    if (item === undefined) return;
    if (isHalt) halts.push({ moment: moment(), at: clock.now(), ...haltOf(item) });
    else seeRun(readRun(item));
  }

  function seeRun(run: Run): void {
    runs.set(run.runId, run);
    if (run.phase === 'CLOSED') closes.push({ moment: moment(), run });
  }

  return {
    store: {
      ...store,
      async transact(writes) {
        const committed = await store.transact(writes);
        if (committed.committed) for (const write of writes) await see(write);
        return committed;
      },
    },
    leases,
    closes,
    runs,
    halts,
    sends,
    moment,
    troubles,
    trouble: (what) => void troubles.push(what),
    sent: (clientToken, steps) =>
      void sends.push({ ...steps, moment: moment(), at: clock.now(), clientToken }),
  };
}

/** True for the write that claims a send. */
export const claimsSend = (write: Write): boolean => 'put' in write && write.put.sort.startsWith(SEND_PREFIX);

const isPlan = (write: Write): boolean => keyOf(write).sort === keys.currentPlan().sort;

const haltOf = (item: Item): Pick<Halt, 'stop' | 'freezes'> =>
  item.key.sort.startsWith(STOP_PREFIX)
    ? { stop: readStop(item) }
    : { freezes: readPlanPointer(item).freezes };

/** The owner that a write of a lease leaves behind. */
function ownerAfter(write: Write): 'same' | { readonly owner: string | undefined } {
  if ('update' in write && write.remove?.includes('owner')) return { owner: undefined };
  const attributes = 'put' in write ? write.attributes : 'update' in write ? write.set : undefined;
  const owner = attributes?.owner;
  return typeof owner === 'string' ? { owner } : 'same';
}
