import type { Run } from '../protocol/run.ts';
import type { ClaimedSend } from '../protocol/send.ts';
import type { Outcome, Reason } from '../switchover/codes.ts';
import type { Instant } from '../time/clock.ts';

/** What there is to tell, as facts: `write.ts` makes the words, for one entry of a plan. */
export type Notice = TroubleNotice | SettledNotice | DigestNotice | TestNotice;

/** A run that needs a person: it has just closed so, or it still holds its instance, days later. */
export interface TroubleNotice {
  readonly kind: 'trouble';
  readonly run: Run;
  readonly sends: readonly ClaimedSend[];
  /** Whole days since the close where it is told once more, because the instance is still held. */
  readonly heldForDays?: number;
  /** Set where the account is stopped, or is being stopped for this run. */
  readonly accountStopped?: true;
}

/** A hold that settle or a person has ended. */
export interface SettledNotice {
  readonly kind: 'settled';
  readonly run: Run;
  readonly sends: readonly ClaimedSend[];
}

/** Runs that came to the same. */
export interface DigestGroup {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly runs: readonly Run[];
}

/** All that closed from `from` on and before `to`, for one entry. */
export interface DigestNotice {
  readonly kind: 'digest';
  readonly entry: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly groups: readonly DigestGroup[];
  /** What still waits for settle or a person. */
  readonly held: readonly Run[];
}

/** Sent by a person who wants to see whether it arrives. */
export interface TestNotice {
  readonly kind: 'test';
  readonly entry: string;
  readonly at: Instant;
}
