import { readEvent } from '../protocol/audit.ts';
import { RUN_ID } from '../protocol/identity.ts';
import { auditPartition } from '../protocol/keys.ts';
import { RunNotFound } from '../steps/errors.ts';
import { openRun } from '../steps/run-file.ts';
import type { Routes } from './routes.ts';
import { viewRun } from './view.ts';
import type { RunView } from './view-schema.ts';

/** Throws `RunNotFound` for a text that is no run's id, before anything is read. */
export function runIdOf(text: string): string {
  if (!RUN_ID.test(text)) throw new RunNotFound(text.slice(0, 64));
  return text;
}

/** The view of a run as its record stands now. Throws `RunNotFound`. */
export async function readRunView(
  { ports, zoneOf }: Pick<Routes, 'ports' | 'zoneOf'>,
  runId: string,
): Promise<RunView> {
  const file = await openRun(ports.store, runId);
  const events = (await ports.store.list(auditPartition(runId))).map(readEvent);
  return viewRun(file, events, await zoneOf(file.run.plan));
}
