import { type Close, type Closing, close } from '../protocol/close.ts';
import { keys } from '../protocol/keys.ts';
import { type Lease, type LeaseMemory, LONGEST_CHANGE, MARGIN, readLease } from '../protocol/lease.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import type { ClaimedSend } from '../protocol/send.ts';
import { keepVerdicts } from '../protocol/verdicts.ts';
import type { Store } from '../store/store.ts';
import type { Verdict } from '../switchover/codes.ts';
import { isProven } from '../switchover/consequences.ts';
import { noEffectCanLand, underWayUntil } from '../switchover/sends.ts';
import type { Instant, Milliseconds } from '../time/clock.ts';
import type { Ports } from './ports.ts';
import { commit, lastEvent, type RunFile } from './run-file.ts';

const LIMITS = { margin: MARGIN, change: LONGEST_CHANGE };

/** The lease of a run's instance, by a consistent read. */
export async function leaseOf(store: Store, run: Pick<Run, 'instance'>): Promise<Lease | undefined> {
  const { region, instanceId } = instanceOf(run);
  const item = await store.get(keys.lease(region, instanceId));
  return item === undefined ? undefined : readLease(item);
}

/** True while the lease still names this run under its own fence. */
export const owns = (lease: Lease | undefined, run: Run): boolean =>
  lease?.owner === run.runId && lease.fence === run.fence;

/**
 * Commits the close of a run and returns the closed record. Throws `RunChanged` when somebody else was faster, and
 * refuses to free a lease while an effect can still land.
 */
export async function closeRun(
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
  file: RunFile,
  closing: Closing,
  by: string,
  verdicts: readonly Verdict[] = [],
): Promise<Run> {
  const { run, sends } = file;
  const now = ports.clock.now();
  const sent = sends.filter((send) => send.answer !== 'NOT_SENT');
  if (!closing.hold && !noEffectCanLand(sends, now, MARGIN)) {
    throw new Error(
      `close run ${run.runId} as ${closing.outcome} → refused: an effect of its sends can still land`,
    );
  }
  const closed: Close = {
    closing,
    by,
    now,
    last: await lastEvent(ports.store, run),
    claimedASend: sends.length > 0,
    underWay: underWayUntil(closing.outcome, sends, now, LIMITS) !== undefined,
    ownsLease: owns(await leaseOf(ports.store, run), run),
    memory: memoryOf(run, closing, sent, now),
    evidence: {
      sends: sends.map(({ batch, attempt, answer, code, requestId }) => ({
        batch,
        attempt,
        answer,
        code,
        requestId,
      })),
      looks: run.looks ?? [],
      attributed: closing.attributed,
      override: run.override,
      ...(verdicts.length > 0 && { gates: keepVerdicts(verdicts) }),
    },
  };
  const { writes, after } = close(run, closed);
  await commit(ports.store, 'close', run.runId, writes);
  const { outcome, reason, hold, decision } = closing;
  ports.log.info({
    runId: run.runId,
    what: 'closed',
    code: decision.code,
    data: { outcome, reason, hold, by, ...decision.data },
  });
  return after;
}

/** What the next run should know of this one. */
function memoryOf(run: Run, closing: Closing, sent: readonly ClaimedSend[], now: Instant): LeaseMemory {
  const proven = isProven(closing.outcome, closing.reason);
  return {
    lastRoles: run.roles,
    lastRoleChangeSeenAt: closing.outcome === 'FAILED' && closing.hold ? now : run.roleChangeSeenAt,
    // The opening, not the minute: else a rule of `30 days` would start a little later each time and slip a night.
    lastProvenAt: proven ? (run.opening?.opensAt ?? now) : undefined,
    lastChangeTook: proven ? changeTook(run, sent) : undefined,
  };
}

/** From the last send to the first look that saw it done. */
function changeTook(run: Run, sent: readonly ClaimedSend[]): Milliseconds | undefined {
  const last = sent.at(-1);
  const seen = run.looks?.at(0);
  if (last === undefined || seen === undefined) return undefined;
  return Math.max(0, seen.at - last.claimedAt);
}
