import { claim } from '../../shared/protocol/claim.ts';
import { close } from '../../shared/protocol/close.ts';
import { isStillSending, tooLateToSend } from '../../shared/protocol/last-look.ts';
import { MARGIN, renewLease } from '../../shared/protocol/lease.ts';
import { claimSend, markNotSent, recordAnswer } from '../../shared/protocol/send.ts';
import { batchIsProven } from '../../shared/switchover/outcome.ts';
import { noEffectCanLand, quietFrom, underWayUntil } from '../../shared/switchover/sends.ts';

/** What the search takes from the product, so that one part at a time can be taken away. */
export interface Rules {
  readonly claim: typeof claim;
  readonly renewLease: typeof renewLease;
  readonly claimSend: typeof claimSend;
  readonly isStillSending: typeof isStillSending;
  readonly tooLateToSend: typeof tooLateToSend;
  readonly markNotSent: typeof markNotSent;
  readonly recordAnswer: typeof recordAnswer;
  readonly close: typeof close;
  readonly batchIsProven: typeof batchIsProven;
  readonly noEffectCanLand: typeof noEffectCanLand;
  readonly quietFrom: typeof quietFrom;
  readonly underWayUntil: typeof underWayUntil;
  /** What is added to a signature's end before its request counts as dead. */
  readonly margin: number;
  /** Whether the last look asks for stops. */
  readonly heedsStops: boolean;
  /** Whether the gateway refuses bytes whose signature has run out. */
  readonly honoursLife: boolean;
  /** Whether every write to a run asks for the version as read. */
  readonly versioned: boolean;
}

export const SHIPPED: Rules = {
  claim,
  renewLease,
  claimSend,
  isStillSending,
  tooLateToSend,
  markNotSent,
  recordAnswer,
  close,
  batchIsProven,
  noEffectCanLand,
  quietFrom,
  underWayUntil,
  margin: MARGIN,
  heedsStops: true,
  honoursLife: true,
  versioned: true,
};
