import { DAY, HOUR, type Instant, MINUTE, type Milliseconds } from '../time/clock.ts';
import { LONGEST_CHANGE, MARGIN } from './lease.ts';
import type { Run } from './run.ts';

/** How long after its time something may still be on its way: settle comes by each minute. */
export const STUCK_AFTER: Milliseconds = 15 * MINUTE;

/** The last instant at which a run may have begun anything by its own record. One that has sent nothing is then overdue. */
export const lastMoment = (run: Run): Instant =>
  (run.opening?.closesAt ?? Math.max(run.acceptedAt, run.startAt)) + MARGIN + LONGEST_CHANGE;

/**
 * True for a run that does not get on by itself, as far as its record alone tells: open an hour after its last moment,
 * closed or settled and not announced, or held for a day. What its sends tell besides, `closeOverdue` knows.
 */
export function isStuck(run: Run, now: Instant): boolean {
  if (run.phase !== 'CLOSED') return now > lastMoment(run) + HOUR;
  const closedAt = run.closedAt ?? now;
  if (run.announcedAt === undefined) return now > closedAt + STUCK_AFTER;
  if (run.settled?.announced === false) return now > run.settled.at + STUCK_AFTER;
  return run.hold === true && now >= closedAt + DAY;
}
