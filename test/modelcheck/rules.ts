import { claim } from '../../shared/protocol/claim.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { claimSend, recordAnswer } from '../../shared/protocol/send.ts';
import { batchIsProven } from '../../shared/switchover/outcome.ts';
import { noEffectCanLand, quietFrom } from '../../shared/switchover/sends.ts';
import type { Instant } from '../../shared/time/clock.ts';

/** What the search takes from the product, so that one part at a time can be taken away. */
export interface Rules {
  readonly claim: typeof claim;
  readonly claimSend: typeof claimSend;
  readonly recordAnswer: typeof recordAnswer;
  readonly batchIsProven: typeof batchIsProven;
  readonly noEffectCanLand: typeof noEffectCanLand;
  readonly quietFrom: typeof quietFrom;
  /** The last look at the run: SENDING, and this send its last (`shared/steps/last-look.ts`). */
  readonly stillSending: (present: Run, claimed: Run) => boolean;
  /** The last look at the clock: the request times out before its signature and the opening do. */
  readonly inTime: (now: Instant, latestAt: Instant) => boolean;
  readonly heedsStops: boolean;
  /** Whether the gateway refuses bytes whose signature has run out. */
  readonly honoursLife: boolean;
  /** Whether every transaction has the run's version as read: then a view that is out of date can do nothing. */
  readonly versioned: boolean;
}

export const SHIPPED: Rules = {
  claim,
  claimSend,
  recordAnswer,
  batchIsProven,
  noEffectCanLand,
  quietFrom,
  stillSending: (present, claimed) =>
    present.phase === 'SENDING' &&
    present.lastBatch === claimed.lastBatch &&
    present.lastAttempt === claimed.lastAttempt &&
    present.executor === claimed.executor,
  inTime: (now, latestAt) => now < latestAt,
  heedsStops: true,
  honoursLife: true,
  versioned: true,
};
