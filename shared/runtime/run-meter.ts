import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '../steps/ports.ts';
import { makeMeteredStore } from '../store/metered.ts';
import { sqliteCode } from '../store/sqlite-error.ts';
import type { Store, Write } from '../store/store.ts';
import type { Redis } from '../volcengine/redis.ts';

/** What one run has cost so far. Units are DynamoDB's, whatever the store is. */
export interface RunCost {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Reads of the vendor before the send and after the close. */
  readonly vendorReads: number;
  /** Reads of the vendor that watched the roles. */
  readonly polls: number;
  readonly sends: number;
}

/** Counts what each run costs, so that `show --cost` prints what happened and not what was planned. */
export interface RunMeter {
  store(inner: Store): Store;
  redis(inner: Redis): Redis;
  /** Runs a step of a run: what it does to store and vendor is counted for that run. */
  inRun<Result>(runId: string, step: string, work: () => Promise<Result>): Promise<Result>;
  costOf(runId: string): RunCost;
}

type Count = keyof RunCost;

const NOTHING: RunCost = { writeUnits: 0, readUnits: 0, vendorReads: 0, polls: 0, sends: 0 };
const COUNTS: readonly Count[] = ['writeUnits', 'readUnits', 'vendorReads', 'polls', 'sends'];

/**
 * Keeps the counts beside the records, in a table of its own: they are about the run, not of it. A count is lost with the
 * process that crashes between a call and its note, and where the file cannot be written; nothing but the count is.
 */
export function makeRunMeter(database: DatabaseSync, log: Pick<Log, 'warn'>): RunMeter {
  database.exec(
    'CREATE TABLE IF NOT EXISTS cost (run TEXT NOT NULL, what TEXT NOT NULL, amount REAL NOT NULL, PRIMARY KEY (run, what)) STRICT',
  );
  const add = database.prepare(
    'INSERT INTO cost (run, what, amount) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + excluded.amount',
  );
  const read = database.prepare('SELECT what, amount FROM cost WHERE run = ?');
  const present = new AsyncLocalStorage<{ runId: string; step: string }>();
  const note = (runId: string | undefined, what: Count, amount: number) => {
    if (runId === undefined || amount <= 0) return;
    try {
      add.run(runId, what, amount);
    } catch (error) {
      if (sqliteCode(error) === undefined) throw error;
      log.warn({ runId, what: 'a cost was not counted', data: { of: what, because: String(error) } });
    }
  };
  return {
    store: (inner) => meteredStore(inner, () => present.getStore()?.runId, note),
    redis: (inner) =>
      countedRedis(inner, (what) =>
        note(present.getStore()?.runId, whatOf(what, present.getStore()?.step), 1),
      ),
    inRun: (runId, step, work) => present.run({ runId, step }, work),
    costOf(runId) {
      const rows = read.all(runId);
      const amount = (what: Count) => Number(rows.find((row) => row.what === what)?.amount ?? 0);
      return { ...NOTHING, ...Object.fromEntries(COUNTS.map((what) => [what, amount(what)])) };
    },
  };
}

const whatOf = (call: 'read' | 'send', step: string | undefined): Count => {
  if (call === 'send') return 'sends';
  return step === 'PollStatus' ? 'polls' : 'vendorReads';
};

/** A call belongs to the run whose step makes it, or whose own record it touches (its acceptance has no step). */
function meteredStore(
  inner: Store,
  presentRun: () => string | undefined,
  note: (runId: string | undefined, what: Count, amount: number) => void,
): Store {
  async function counted<Result>(
    about: string | undefined,
    work: (store: Store) => Promise<Result>,
  ): Promise<Result> {
    const runId = presentRun() ?? about;
    const meter = makeMeteredStore(inner);
    const result = await work(meter.store);
    note(runId, 'writeUnits', meter.units().writeUnits);
    note(runId, 'readUnits', meter.units().readUnits);
    return result;
  }
  return {
    get: (key) => counted(runIn(key.partition), (store) => store.get(key)),
    getMany: (keys) => counted(undefined, (store) => store.getMany(keys)),
    list: (partition, prefix) => counted(runIn(partition), (store) => store.list(partition, prefix)),
    find: (query) => counted(undefined, (store) => store.find(query)),
    transact: (writes) => counted(runOf(writes), (store) => store.transact(writes)),
  };
}

const runIn = (partition: string): string | undefined => /^(?:run|audit)#(.+)$/.exec(partition)?.[1];

function runOf(writes: readonly Write[]): string | undefined {
  for (const write of writes) {
    const key =
      'put' in write
        ? write.put
        : 'update' in write
          ? write.update
          : 'delete' in write
            ? write.delete
            : write.check;
    const runId = runIn(key.partition);
    if (runId !== undefined) return runId;
  }
  return undefined;
}

function countedRedis(inner: Redis, count: (call: 'read' | 'send') => void): Redis {
  const reading =
    <Arguments extends readonly unknown[], Result>(read: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      count('read');
      return await read(...given);
    };
  return {
    describeInstance: reading((instanceId: string) => inner.describeInstance(instanceId)),
    describeShards: reading((instanceId: string) => inner.describeShards(instanceId)),
    listInstances: reading((page: { number: number; size: number }) => inner.listInstances(page)),
    listTasks: reading((instanceId: string, since: number) => inner.listTasks(instanceId, since)),
    listPlannedEvents: reading((instanceId: string) => inner.listPlannedEvents(instanceId)),
    prepareSwitchOver: (request) => inner.prepareSwitchOver(request),
    async sendSwitchOver(prepared) {
      count('send');
      return await inner.sendSwitchOver(prepared);
    },
  };
}
