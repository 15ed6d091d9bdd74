import type { Run } from '../protocol/run.ts';
import { decide } from '../switchover/decisions.ts';
import { closeRun } from './close-run.ts';
import type { Ports } from './ports.ts';
import { openRun } from './run-file.ts';

export type Cancelled =
  | { readonly cancelled: true; readonly run: Run }
  /** `sending`: a send was claimed, so the run observes and closes truthfully. `closed`: it has its outcome. */
  | { readonly cancelled: false; readonly what: 'sending' | 'closed'; readonly run: Run };

/**
 * Cancels a run that has claimed no send: the close transaction, then the execution is stopped, best effort. Cancelling
 * a cancelled run again changes nothing. Throws `RunNotFound`, and `RunChanged` when the run went on at the same moment.
 */
export function makeCancel(ports: Ports) {
  return async ({ runId, by, reason }: { runId: string; by: string; reason: string }): Promise<Cancelled> => {
    const file = await openRun(ports.store, runId);
    const { run, sends } = file;
    if (run.outcome === 'CANCELLED') return { cancelled: true, run };
    if (run.phase === 'CLOSED') return { cancelled: false, what: 'closed', run };
    if (sends.length > 0) return { cancelled: false, what: 'sending', run };
    const decision = decide('CANCELLED_BY', { by, reason });
    const closed = await closeRun(
      ports,
      file,
      { outcome: 'CANCELLED', reason: 'CANCELLED', decision, hold: false },
      by,
    );
    if (run.executor !== undefined) await ports.executions.stop(run.executor, `cancelled by ${by}`);
    return { cancelled: true, run: closed };
  };
}
