/** Outcomes of a run (PROTOCOL, table A). Exactly one per run, written once, never replaced. */
export const OUTCOMES = [
  'SUCCEEDED',
  'NOTHING_TO_DO',
  'OBSERVED',
  'SKIPPED',
  'CANCELLED',
  'PARTIAL',
  'FAILED',
  'UNKNOWN',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why: the second word of an outcome (PROTOCOL, table A). */
export const REASONS = [
  'PROVEN',
  'ALREADY_PRIMARY',
  'OBSERVE_MODE',
  'DRY_RUN',
  'FREEZE',
  'STOP',
  'WINDOW',
  'STALE',
  'BUSY',
  'COOLDOWN',
  'NOT_READY',
  'LIMIT',
  'NEVER',
  'FOREIGN',
  'CANCELLED',
  'REFUSED',
  'THROTTLED',
  'NOT_SWITCHED',
  'NO_EVIDENCE',
  'NOT_SETTLED',
  'FOREIGN_CHANGE',
  'UNREADABLE',
  'STOPPED_BETWEEN_BATCHES',
] as const;
export type Reason = (typeof REASONS)[number];

/** The gates, in the order in which they are asked and shown. */
export const GATES = [
  'rule',
  'freshness',
  'freeze',
  'window',
  'room',
  'stop',
  'lease',
  'cooldown',
  'limits',
  'instance',
  'targets',
] as const;
export type GateName = (typeof GATES)[number];

/** The gates that a named person may override for one run. Stops, the lease, the instance, the targets and `never` stand. */
export const OVERRIDABLE_GATES = ['freeze', 'window', 'cooldown'] as const satisfies readonly GateName[];
export type OverridableGate = (typeof OVERRIDABLE_GATES)[number];

/**
 * The data behind a sentence. Instants are epoch milliseconds in fields whose names end in `At`, lengths are in fields that
 * end in `Milliseconds`; the renderer adds zone and units.
 */
export type DecisionData = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** A decision: a code with data. Made by `decide` of `decisions.ts`; `shared/notify/catalogue.ts` has exactly one sentence per code and language. */
export interface Decision {
  readonly code: DecisionCode;
  readonly data: DecisionData;
}

/** What a gate said. *not yet* names the earliest instant at which asking again makes sense, where one is known. */
export type Verdict =
  | { readonly gate: GateName; readonly answer: 'yes'; readonly decision: Decision }
  | {
      readonly gate: GateName;
      readonly answer: 'not yet' | 'no';
      readonly reason: Reason;
      readonly decision: Decision;
      readonly untilAt?: number;
    };

/** Every decision that can be made. The data each one carries is declared in `decisions.ts`, its sentences in `shared/notify/catalogue`. */
export const DECISION_CODES = [
  // gates: yes
  'RULE_MATCHES',
  'FRESH',
  'NOT_FROZEN',
  'WINDOW_OPEN',
  'NO_WINDOW_NEEDED',
  'ROOM_LEFT',
  'NOT_STOPPED',
  'LEASE_FREE',
  'LEASE_OURS',
  'COOLED_DOWN',
  'WITHIN_LIMITS',
  'INSTANCE_READY',
  'TARGETS_CHOSEN',
  'OVERRIDDEN',
  // gates: not yet, no
  'RULE_SAYS_NEVER',
  'NO_RULE_MATCHES',
  'START_IS_STALE',
  'TRIGGER_UNDELIVERED',
  'BEFORE_START',
  'FROZEN',
  'BEFORE_OPEN',
  'PAST_CUTOFF',
  'WINDOW_CLOSED',
  'NEVER_OPENS',
  'OPENING_SWALLOWED',
  'NO_ROOM_LEFT',
  'STOPPED',
  'LAST_LOOK_UNREADABLE',
  'STOPS_UNREADABLE',
  'INSTANCE_BUSY',
  'INSTANCE_HELD',
  'COOLING_DOWN',
  'AT_ONCE_LIMIT',
  'ONE_PER_LIMIT',
  'NIGHT_LIMIT',
  'INSTANCE_UNKNOWN',
  'INSTANCE_UNREADABLE',
  'WRONG_CLASS',
  'NOT_RUNNING',
  'PLANNED_EVENT',
  'TOPOLOGY_CONTRADICTORY',
  'NODE_NOT_FOUND',
  'NODE_NOT_ELIGIBLE',
  'NO_NODES_NAMED',
  'TWO_NODES_OF_ONE_SHARD',
  'TOO_MANY_NODES',
  'NO_ELIGIBLE_SECONDARY',
  'NO_SECONDARY_IN_ZONE',
  'NO_SECONDARY_IN_OTHER_ZONE',
  'ROLES_ARE_FOREIGN',
  'ROLES_CHANGING',
  'NOTHING_TO_OVERRIDE',
  // outcomes
  'NOTHING_WAS_SENT',
  'ALL_TARGETS_ALREADY_PRIMARY',
  'WOULD_SWITCH',
  'CANCELLED_BY',
  'ROLES_MOVED',
  'ROLES_MOVED_NOT_PROVABLY_BY_US',
  'SEND_REFUSED',
  'SEND_THROTTLED',
  'ACCEPTED_BUT_NOT_SWITCHED',
  'NO_ANSWER_AND_NO_CHANGE',
  'STILL_CHANGING',
  'SOMEONE_ELSE_SWITCHED',
  'ROLES_UNREADABLE',
  'SOME_BATCHES_ONLY',
  'ACCOUNT_OBSERVES',
  'EXECUTION_LOST',
  'LEASE_LOST',
  'LAST_LOOK_TOO_LATE',
  // settling
  'SETTLED_SWITCHED',
  'SETTLED_NOT_SWITCHED',
  'SETTLED_FOREIGN',
  'ACKNOWLEDGED_BY',
] as const;
export type DecisionCode = (typeof DECISION_CODES)[number];
