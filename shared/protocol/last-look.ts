import type { Decision } from '../switchover/codes.ts';
import { decide } from '../switchover/decisions.ts';
import type { Instant, Milliseconds } from '../time/clock.ts';
import type { Run } from './run.ts';

/** The phase is SENDING and this very send is the run's last: nobody has observed, closed or cancelled meanwhile. */
export const isStillSending = (present: Run, claimed: Run): boolean =>
  present.phase === 'SENDING' &&
  present.lastBatch === claimed.lastBatch &&
  present.lastAttempt === claimed.lastAttempt &&
  present.executor === claimed.executor;

/** What the last look at the clock goes by. */
export interface SignedRequest {
  readonly now: Instant;
  readonly lifeEndsAt: Instant;
  readonly life: Milliseconds;
  readonly requestTimeout: Milliseconds;
  /** When every signature must have ended; `undefined` where neither a close nor a freeze is near. */
  readonly notAfterAt: Instant | undefined;
}

/**
 * Why signed bytes may not leave any more, `undefined` while they may: their signature has to end before the opening does,
 * for until then they can arrive (ADR 0014), and the request has to time out before its signature ends.
 */
export function tooLateToSend(request: SignedRequest): Decision | undefined {
  const { now, lifeEndsAt, life, requestTimeout, notAfterAt } = request;
  if (notAfterAt !== undefined && lifeEndsAt > notAfterAt) {
    return decide('NO_ROOM_LEFT', { notAfterAt, lifeMilliseconds: life });
  }
  const latestAt = lifeEndsAt - requestTimeout;
  return now < latestAt ? undefined : decide('LAST_LOOK_TOO_LATE', { latestAt });
}
