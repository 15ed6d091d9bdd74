import { LONGEST_CHANGE, MARGIN } from '../protocol/lease.ts';
import type { Run } from '../protocol/run.ts';
import { settleRun } from '../protocol/settlement.ts';
import { decide } from '../switchover/decisions.ts';
import { underWayUntil } from '../switchover/sends.ts';
import type { Instant } from '../time/clock.ts';
import { leaseOf, owns } from './close-run.ts';
import type { Ports } from './ports.ts';
import { commit, lastEvent, openRun } from './run-file.ts';

export type Acknowledged =
  | { readonly acknowledged: true; readonly run: Run }
  /** `too early`: a change may be under way; `from` says when it may no longer. `nothing held`: there is nothing to free. */
  | { readonly acknowledged: false; readonly what: 'too early'; readonly from: Instant; readonly run: Run }
  | { readonly acknowledged: false; readonly what: 'nothing held'; readonly run: Run };

/**
 * A person frees what a run holds: PARTIAL and FOREIGN_CHANGE only so, UNKNOWN too. The outcome stays; who and why is
 * written once. Refused while a change of the run's can still begin or be under way. Throws `RunNotFound`, `RunChanged`.
 */
export function makeAcknowledge(ports: Ports) {
  return async ({
    runId,
    by,
    reason,
  }: {
    runId: string;
    by: string;
    reason: string;
  }): Promise<Acknowledged> => {
    const { store, clock } = ports;
    const { run, sends } = await openRun(store, runId);
    if (run.settled !== undefined && run.settled.as === 'ACKNOWLEDGED') return { acknowledged: true, run };
    if (run.hold !== true) return { acknowledged: false, what: 'nothing held', run };
    const now = clock.now();
    const until = underWayUntil(run.outcome, sends, now, { margin: MARGIN, change: LONGEST_CHANGE });
    if (until !== undefined) {
      return { acknowledged: false, what: 'too early', from: until + 1, run };
    }
    const decision = decide('ACKNOWLEDGED_BY', { by, reason });
    const { writes, after } = settleRun(run, {
      as: 'ACKNOWLEDGED',
      decision,
      by,
      now,
      last: await lastEvent(store, run),
      ownsLease: owns(await leaseOf(store, run), run),
      memory: {},
    });
    await commit(store, 'acknowledge', runId, writes);
    ports.log.info({ runId, what: 'acknowledged', ...decision });
    return { acknowledged: true, run: after };
  };
}
