import type { Instant, Milliseconds } from '../time/clock.ts';
import type { Decision, Outcome, Reason, Verdict } from './codes.ts';
import type { Look } from './looks.ts';
import type { Send } from './sends.ts';

/** Everything that the outcome of a run is judged by. Nothing else may take part. */
export interface Evidence {
  /** Every claimed send of the run, in any order. */
  readonly sends: readonly Send[];
  /** How many batches were pinned. */
  readonly batches: number;
  /** How many batches PollStatus has proven on target. */
  readonly verified: number;
  /** Looks taken since the last send, oldest first; the first and last of the present streak are enough (see `remember`). */
  readonly looks: readonly Look[];
  readonly now: Instant;
  readonly settle: Milliseconds;
  /** `deadlineOf(sends, …)`; `undefined` when no send left the machine. */
  readonly deadline: Instant | undefined;
  /** `noEffectCanLand(sends, now, margin)`. */
  readonly noEffectCanLand: boolean;
  /** Whether the vendor's task list holds a task that is ours. */
  readonly taskOfOurs: boolean;
  /** The last send was throttled, and its attempts or the opening are used up. */
  readonly throttledForGood: boolean;
  /** Why the next batch, or the next attempt, was not sent. */
  readonly stoppedBetween?: Extract<Verdict, { reason: Reason }> | undefined;
  /** Why nothing was sent: for a run without sends, or with none but NOT_SENT (the last look's reason). */
  readonly skip?: { readonly reason: Reason; readonly decision: Decision } | undefined;
}

/** How a run closes. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly decision: Decision;
  /** Whether the roles are as wanted; absent where that cannot be told. */
  readonly desired: 'yes' | 'no' | 'part' | undefined;
  /** Whether it was provably us. */
  readonly attributed: 'yes' | 'no' | undefined;
  /** Whether the lease stays held after the close. */
  readonly hold: boolean;
}

export type Ruling = { readonly keepObserving: true } | Judgement;
