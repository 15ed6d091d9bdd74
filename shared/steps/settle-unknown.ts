import { advance } from '../protocol/advance.ts';
import { LONGEST_CHANGE, MARGIN } from '../protocol/lease.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import { settleRun } from '../protocol/settlement.ts';
import { remember } from '../switchover/looks.ts';
import { quietFrom } from '../switchover/sends.ts';
import { settleHold } from '../switchover/settling.ts';
import { DAY, HOUR, type Instant } from '../time/clock.ts';
import { leaseOf, owns } from './close-run.ts';
import { takeLook } from './look.ts';
import { accountOf, planVersion, ruleOf } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { commit, lastEvent, type RunFile } from './run-file.ts';

/**
 * Looks at what an UNKNOWN run holds and settles it once two looks agree, no effect can still land and the longest change
 * has passed; only while the run still owns the lease. Each pass takes one look; the run remembers it for the next.
 * `noLaterThan`: when somebody else wants to come back to the run.
 */
export async function settleUnknown(
  ports: Ports,
  file: RunFile,
  noLaterThan = Number.POSITIVE_INFINITY,
): Promise<Run | undefined> {
  const { store, clock } = ports;
  const { run, sends, pins } = file;
  if (run.outcome !== 'UNKNOWN' || run.hold !== true) return undefined;
  if (!owns(await leaseOf(store, run), run)) return undefined;
  const limits = { margin: MARGIN, change: LONGEST_CHANGE };
  const quiet = quietFrom(sends, limits);
  if (quiet !== undefined && clock.now() <= quiet)
    return await lookAgainAt(ports, run, Math.min(quiet + 1, noLaterThan));

  const plan = await planVersion(store, run.plan);
  const redis = ports.redis(accountOf(plan, run));
  const taken = await takeLook(redis, clock, instanceOf(run).instanceId, pins, run.lastBatch ?? 1);
  const looks = [...remember(run.looks ?? [], taken.look, quiet)];
  const now = clock.now();
  const settling = settleHold({ sends, looks, now, settle: ruleOf(plan, run).settle, ...limits });
  if ('notYet' in settling) {
    const at = Math.min(patient(run, settling.untilAt, now), noLaterThan);
    return await lookAgainAt(ports, run, at, { looks });
  }
  const { writes, after } = settleRun(run, {
    as: settling.as,
    decision: settling.decision,
    by: 'settle',
    now,
    last: await lastEvent(store, run),
    ownsLease: true,
    memory: {
      lastRoles: taken.roles,
      lastRoleChangeSeenAt: settling.as === 'FOREIGN' ? now : undefined,
      lastProvenAt: settling.as === 'SWITCHED' ? (run.opening?.opensAt ?? now) : undefined,
    },
  });
  await commit(store, 'settle', run.runId, writes);
  ports.log.info({ runId: run.runId, what: 'settled', ...settling.decision });
  return after;
}

/** What has not settled in a day waits for a person; it is still looked at, once an hour. */
const patient = (run: Run, untilAt: Instant, now: Instant): Instant =>
  now - (run.closedAt ?? now) > DAY ? Math.max(untilAt, now + HOUR) : untilAt;

async function lookAgainAt(ports: Ports, run: Run, at: number, seen: Partial<Run> = {}): Promise<undefined> {
  await commit(ports.store, 'look later at', run.runId, [advance(run, { ...seen, attentionAt: at })]);
  return undefined;
}
