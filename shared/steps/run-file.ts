import { type AuditEvent, readEvent } from '../protocol/audit.ts';
import { keys, runPartition } from '../protocol/keys.ts';
import { type RunMessage, readMessages } from '../protocol/messages.ts';
import { type PinnedBatch, readPins } from '../protocol/pins.ts';
import { type Run, readRun } from '../protocol/run.ts';
import { type ClaimedSend, readSends } from '../protocol/send.ts';
import type { Committed, Store, Write } from '../store/store.ts';
import { RunChanged, RunNotFound } from './errors.ts';

/** A run with everything that belongs to it, from one consistent read of its partition. */
export interface RunFile {
  readonly run: Run;
  readonly pins: readonly PinnedBatch[];
  readonly sends: readonly ClaimedSend[];
}

/** With what people were told of it, or are to be, which decides nothing. */
export interface OpenedRun extends RunFile {
  readonly messages: readonly RunMessage[];
}

/** Reads a run's file. Throws `RunNotFound`. */
export async function openRun(store: Store, runId: string): Promise<OpenedRun> {
  const items = await store.list(runPartition(runId));
  const item = items.find((candidate) => candidate.key.sort === 'run');
  if (item === undefined) throw new RunNotFound(runId);
  return {
    run: readRun(item),
    pins: readPins(items),
    sends: readSends(items),
    messages: readMessages(items),
  };
}

/** The run's last audit event, which the next one is chained to. */
export async function lastEvent(store: Store, run: Run): Promise<AuditEvent | undefined> {
  if (run.events === 0) return undefined;
  const item = await store.get(keys.event(run.runId, run.events - 1));
  return item === undefined ? undefined : readEvent(item);
}

/** Commits a change of a run. Throws `RunChanged` when it was refused: the caller's view is out of date. */
export async function commit(
  store: Store,
  what: string,
  runId: string,
  writes: readonly Write[],
): Promise<void> {
  const committed: Committed = await store.transact(writes);
  if (!committed.committed) throw new RunChanged(what, runId);
}
