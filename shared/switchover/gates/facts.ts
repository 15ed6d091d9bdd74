import type { Instant, Milliseconds } from '../../time/clock.ts';
import type { Instance, PlannedEvent, Shard } from '../../volcengine/redis.ts';
import type { OverridableGate } from '../codes.ts';
import type { Choice, Pin } from '../targets.ts';

/** The span in which the run may start and send, as instants. Half-open: [opensAt, closesAt). */
export interface OpeningFacts {
  /** The calendar day that owns the opening, `YYYY-MM-DD`. */
  readonly day: string;
  readonly opensAt: Instant;
  /** Nothing new starts from here on. */
  readonly cutoffAt: Instant;
  readonly closesAt: Instant;
}

/** A freeze as instants. Half-open: [startsAt, endsAt). */
export interface FreezeFacts {
  readonly name: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

export interface StopFacts {
  readonly scope: string;
  readonly by: string;
  readonly reason: string;
}

/** The instance's lease as its item says; fields of it that are not set are absent. */
export interface LeaseFacts {
  readonly owner?: string | undefined;
  readonly hold?: string | undefined;
  readonly expiresAt?: Instant | undefined;
  readonly lastClaimedSendAt?: Instant | undefined;
  readonly lastRoleChangeSeenAt?: Instant | undefined;
}

/** The slots that are taken now; this run's own are ignored where they name it. */
export interface LimitFacts {
  readonly atOnce: { readonly limit: number; readonly takenBy: readonly string[] };
  /** The tag value of the instance, and the run that holds its slot. */
  readonly onePer?: { readonly value: string; readonly takenBy?: string | undefined } | undefined;
  /** Slots of the opening's day, taken by other runs. */
  readonly night?: { readonly limit: number; readonly taken: number } | undefined;
}

/** Everything that the gates judge by. A gate reads only its own facts; those of a gate that is not asked may be anything valid. */
export interface GateFacts {
  readonly now: Instant;
  readonly runId: string;
  readonly instanceId: string;
  /** A run that has sent already: it may go on after the cutoff, as long as there is room. */
  readonly continuing?: boolean | undefined;
  /** The gate that a person has overridden for this run: its facts are as they decided, its *yes* says who and why. */
  readonly override?:
    | { readonly gate: OverridableGate; readonly by: string; readonly reason: string }
    | undefined;

  /** The first rule that matches the instance. */
  readonly rule: { readonly name: string; readonly never?: string | undefined } | undefined;
  /** `startAt`: the instant that was asked for. `graceMilliseconds`: how late a start without window may be. */
  readonly trigger: {
    readonly startAt?: Instant | undefined;
    readonly graceMilliseconds?: Milliseconds | undefined;
  };

  /** The opening that is meant: the present one, or the one to come. */
  readonly opening?: OpeningFacts | undefined;
  /** The opening after it, or the next one when none is given. */
  readonly nextOpensAt?: Instant | undefined;
  /** The day of an opening that a gap of the clock swallowed whole. */
  readonly swallowedDay?: string | undefined;
  /** A `once` instant that needs no window. */
  readonly windowless?: boolean | undefined;
  /** The freezes that touch the opening or the present, in any order. */
  readonly freezes: readonly FreezeFacts[];
  /** How long a signed request lives, and the margin for clock error. */
  readonly life: Milliseconds;
  readonly margin: Milliseconds;

  /** The stops that apply to this run; unreadable means stopped. */
  readonly stops: readonly StopFacts[] | 'unreadable';
  readonly lease: LeaseFacts | undefined;
  readonly cooldown: Milliseconds;
  readonly limits: LimitFacts;

  /** `undefined`: the vendor says that there is no such instance. */
  readonly instance: Instance | 'unreadable' | undefined;
  /** `undefined`: the region does not have the operation. */
  readonly plannedEvents: readonly PlannedEvent[] | 'unreadable' | undefined;
  readonly shards: readonly Shard[] | 'unreadable';
  /** The choice from these shards, while nothing is pinned. */
  readonly choice?: Choice | undefined;
  /** The pins of the batch about to be sent; they are judged instead of a choice. */
  readonly pins?: readonly Pin[] | undefined;
}
