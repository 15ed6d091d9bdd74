import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { readEvent } from '../../shared/protocol/audit.ts';
import {
  readBadOutcomes,
  readPlanPointer,
  readPlanText,
  readStop,
  readWatermark,
} from '../../shared/protocol/control.ts';
import { auditPartition, CONTROL, keys, runPartition } from '../../shared/protocol/keys.ts';
import { readLease } from '../../shared/protocol/lease.ts';
import { instanceOf } from '../../shared/protocol/run.ts';
import { readSlot } from '../../shared/protocol/slots.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { openSqliteFile } from '../../shared/store/sqlite-file.ts';
import { readPragma } from '../../shared/store/sqlite-schema.ts';
import type { Item, Store } from '../../shared/store/store.ts';
import { STORE } from '../e2e/running.ts';
import type { Story } from './judge.ts';

/** Everything that a store said at one instant. */
export interface Reading {
  readonly records: number;
  readonly stories: ReadonlyMap<string, Story>;
  /** Runs whose place among those at once is taken. */
  readonly slots: readonly string[];
}

/**
 * Reads a store whose process was killed, from a copy of its file and log, so that what the next process recovers is
 * untouched. Throws where it cannot be opened, is not sound to SQLite's integrity check, or holds a record that does not
 * read as what its key says.
 */
export async function readStore(folder: string): Promise<Reading> {
  const copy = join(folder, 'copy');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  for (const name of [STORE, `${STORE}-wal`])
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name));
  const file = openSqliteFile({ path: join(copy, STORE), kind: 'practice', clock: { now: () => 0 } });
  try {
    const sound = readPragma(file.database, 'integrity_check');
    if (sound !== 'ok') throw new Error(`the store is not sound: ${String(sound)}`);
    return await readAll(file.database, file.store);
  } finally {
    file.close();
  }
}

async function readAll(database: DatabaseSync, store: Store): Promise<Reading> {
  const partitions = database
    .prepare('SELECT DISTINCT pk FROM items')
    .all()
    .map(({ pk }) => String(pk));
  const stories = new Map<string, Story>();
  const slots: string[] = [];
  let records = 0;
  for (const partition of partitions) {
    const items = await store.list(partition);
    records += items.length;
    const [kind = '', name = ''] = partition.split('#');
    if (kind === 'run') stories.set(name, await storyOf(store, name));
    else if (kind === 'audit') void items.map(readEvent);
    else if (kind === 'lease') void items.map(readLease);
    else if (kind === 'slot') slots.push(...items.map((item) => readSlot(item).run));
    else if (partition === CONTROL) items.forEach(readControl);
    else throw new Error(`nobody knows what is in ${partition}`);
  }
  return { records, stories, slots };
}

async function storyOf(store: Store, runId: string): Promise<Story> {
  const file = await openRun(store, runId);
  const events = (await store.list(auditPartition(runId))).map(readEvent);
  const { region, instanceId } = instanceOf(file.run);
  const lease = await store.get(keys.lease(region, instanceId));
  const expected = 1 + file.pins.length + file.sends.length;
  const found = (await store.list(runPartition(runId))).length;
  if (found < expected) throw new Error(`${runId} has ${found} records, and ${expected} were read`);
  return { ...file, events, lease: lease && readLease(lease) };
}

function readControl(item: Item): void {
  const { sort } = item.key;
  if (sort === 'plan') readPlanPointer(item);
  else if (sort === 'watermark') readWatermark(item);
  else if (sort.startsWith('plan#')) JSON.parse(readPlanText(item));
  else if (sort.startsWith('stop#')) readStop(item);
  else if (sort.startsWith('bad-outcomes#')) readBadOutcomes(item);
  else throw new Error(`nobody knows the record ${sort}`);
}
