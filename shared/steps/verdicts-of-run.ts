import { readEvent } from '../protocol/audit.ts';
import { auditPartition } from '../protocol/keys.ts';
import type { Run } from '../protocol/run.ts';
import { type VerdictKept, verdictsIn } from '../protocol/verdicts.ts';
import type { Store } from '../store/store.ts';

/** What the gates said to a run, as its audit keeps it: at its claim, or at its close where it never claimed. */
export async function verdictsOfRun(store: Store, run: Pick<Run, 'runId'>): Promise<readonly VerdictKept[]> {
  for (const item of await store.list(auditPartition(run.runId))) {
    const kept = verdictsIn(readEvent(item));
    if (kept !== undefined) return kept;
  }
  return [];
}
