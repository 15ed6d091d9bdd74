import type { Decision, DecisionCode, DecisionData, Reason } from './codes.ts';

/** What can be wrong with a topology as it was read. */
export const TOPOLOGY_PROBLEMS = [
  'no-shards',
  'shard-count-differs',
  'shard-listed-twice',
  'node-listed-twice',
  'no-primary',
  'two-primaries',
  'pinned-shard-missing',
] as const;
export type TopologyProblem = (typeof TOPOLOGY_PROBLEMS)[number];

/** The kinds of data a sentence can carry. `instant` fields end in `At`, `duration` fields in `Milliseconds`. */
interface Kinds {
  text: string;
  texts: readonly string[];
  count: number;
  instant: number;
  duration: number;
  reason: Reason;
  problem: TopologyProblem;
}
export type FieldKind = keyof Kinds;

/** `text` must be there; `text?` may be absent. */
export type Field = FieldKind | `${FieldKind}?`;

/** The data that each decision carries: the one declaration behind `decide`, the record and the sentences of every language. */
export const DECISION_FIELDS = {
  RULE_MATCHES: { rule: 'text' },
  FRESH: { startAt: 'instant?' },
  NOT_FROZEN: { nextFreeze: 'text?', freezesAt: 'instant?' },
  WINDOW_OPEN: { opensAt: 'instant', closesAt: 'instant' },
  NO_WINDOW_NEEDED: {},
  ROOM_LEFT: { notAfterAt: 'instant?' },
  NOT_STOPPED: {},
  LEASE_FREE: {},
  LEASE_OURS: {},
  COOLED_DOWN: { sinceAt: 'instant?' },
  WITHIN_LIMITS: {},
  INSTANCE_READY: { status: 'text' },
  TARGETS_CHOSEN: { targets: 'texts', shards: 'count', already: 'count?' },
  OVERRIDDEN: { by: 'text', reason: 'text' },

  RULE_SAYS_NEVER: { rule: 'text', sentence: 'text' },
  NO_RULE_MATCHES: { instanceId: 'text' },
  START_IS_STALE: { startAt: 'instant', graceMilliseconds: 'duration', lateMilliseconds: 'duration' },
  TRIGGER_UNDELIVERED: { undeliveredAt: 'instant', answer: 'text?' },
  BEFORE_START: { startAt: 'instant', waitMilliseconds: 'duration' },
  FROZEN: { freeze: 'text', endsAt: 'instant' },
  BEFORE_OPEN: { opensAt: 'instant', waitMilliseconds: 'duration' },
  PAST_CUTOFF: { cutoffAt: 'instant', closesAt: 'instant', nextOpensAt: 'instant?' },
  WINDOW_CLOSED: { closedAt: 'instant', nextOpensAt: 'instant?' },
  NEVER_OPENS: {},
  OPENING_SWALLOWED: { day: 'text' },
  NO_ROOM_LEFT: { notAfterAt: 'instant', lifeMilliseconds: 'duration', nextOpensAt: 'instant?' },
  STOPPED: { scope: 'text', by: 'text', reason: 'text', more: 'count?' },
  LAST_LOOK_UNREADABLE: {},
  STOPS_UNREADABLE: {},
  INSTANCE_BUSY: { owner: 'text', expiresAt: 'instant?' },
  INSTANCE_HELD: { hold: 'text', owner: 'text?' },
  COOLING_DOWN: { sinceAt: 'instant', endsAt: 'instant', cooldownMilliseconds: 'duration' },
  AT_ONCE_LIMIT: { limit: 'count', takenBy: 'texts' },
  ONE_PER_LIMIT: { value: 'text', takenBy: 'text' },
  NIGHT_LIMIT: { limit: 'count', taken: 'count' },
  INSTANCE_UNKNOWN: { instanceId: 'text' },
  INSTANCE_UNREADABLE: { instanceId: 'text' },
  WRONG_CLASS: { instanceClass: 'text' },
  NOT_RUNNING: { status: 'text' },
  PLANNED_EVENT: { action: 'text', status: 'text', startsAt: 'instant?', endsAt: 'instant?' },
  TOPOLOGY_CONTRADICTORY: { problem: 'problem', subject: 'text?', seen: 'count?', expected: 'count?' },
  NODE_NOT_FOUND: { nodes: 'texts' },
  NODE_NOT_ELIGIBLE: { node: 'text', role: 'text', status: 'text' },
  NO_NODES_NAMED: {},
  TWO_NODES_OF_ONE_SHARD: { shardId: 'text', nodes: 'texts' },
  TOO_MANY_NODES: { nodes: 'count', limit: 'count' },
  NO_ELIGIBLE_SECONDARY: { shards: 'texts' },
  NO_SECONDARY_IN_ZONE: { zone: 'text', shards: 'texts' },
  NO_SECONDARY_IN_OTHER_ZONE: { shards: 'texts' },
  ROLES_ARE_FOREIGN: { shards: 'texts' },
  ROLES_CHANGING: { shards: 'texts' },
  NOTHING_TO_OVERRIDE: { gate: 'text' },

  NOTHING_WAS_SENT: {},
  ALL_TARGETS_ALREADY_PRIMARY: { shards: 'count' },
  WOULD_SWITCH: { targets: 'texts', shards: 'count' },
  CANCELLED_BY: { by: 'text', reason: 'text?' },
  ROLES_MOVED: { provenAt: 'instant', settleMilliseconds: 'duration' },
  ROLES_MOVED_NOT_PROVABLY_BY_US: { provenAt: 'instant', settleMilliseconds: 'duration' },
  SEND_REFUSED: { answer: 'text?' },
  SEND_THROTTLED: { attempts: 'count', answer: 'text?' },
  ACCEPTED_BUT_NOT_SWITCHED: { deadlineAt: 'instant' },
  NO_ANSWER_AND_NO_CHANGE: { deadlineAt: 'instant' },
  STILL_CHANGING: { status: 'text', deadlineAt: 'instant' },
  SOMEONE_ELSE_SWITCHED: { seenAt: 'instant' },
  ROLES_UNREADABLE: { deadlineAt: 'instant' },
  SOME_BATCHES_ONLY: { verified: 'count', batches: 'count', because: 'reason' },
  ACCOUNT_OBSERVES: { account: 'text' },
  EXECUTION_LOST: { status: 'text?' },
  LEASE_LOST: { owner: 'text?' },
  LAST_LOOK_TOO_LATE: { latestAt: 'instant' },

  SETTLED_SWITCHED: { firstReadAt: 'instant', secondReadAt: 'instant' },
  SETTLED_NOT_SWITCHED: { firstReadAt: 'instant', secondReadAt: 'instant' },
  SETTLED_FOREIGN: { firstReadAt: 'instant', secondReadAt: 'instant' },
  ACKNOWLEDGED_BY: { by: 'text', reason: 'text' },
} as const satisfies Record<DecisionCode, Readonly<Record<string, Field>>>;

type Fields<Code extends DecisionCode> = (typeof DECISION_FIELDS)[Code];
type Required<F> = {
  readonly [Name in keyof F as F[Name] extends FieldKind ? Name : never]: KindOf<F[Name]>;
};
type Optional<F> = {
  readonly [Name in keyof F as F[Name] extends FieldKind ? never : Name]?: KindOf<F[Name]> | undefined;
};
type KindOf<F> = F extends FieldKind
  ? Kinds[F]
  : F extends `${infer Kind extends FieldKind}?`
    ? Kinds[Kind]
    : never;

/** The data of one code: `DataOf<'FROZEN'>` is `{ freeze: string; endsAt: number }`. */
export type DataOf<Code extends DecisionCode> = Required<Fields<Code>> & Optional<Fields<Code>>;

/**
 * Makes a decision whose data the compiler has checked.
 *
 * @example decide('FROZEN', { freeze: 'Double 11', endsAt: 1_794_499_200_000 })
 */
export function decide<Code extends DecisionCode>(code: Code, data: DataOf<Code>): Decision;
export function decide(code: DecisionCode, data: DecisionData): Decision {
  const present = Object.entries(data).filter(([, value]) => value !== undefined);
  return { code, data: Object.fromEntries(present) };
}

const optional = (kind: FieldKind) => ({ kind, optional: true }) as const;
const needed = (kind: FieldKind) => ({ kind, optional: false }) as const;

/** What each way of declaring a field means. */
export const FIELDS: Readonly<Record<Field, { readonly kind: FieldKind; readonly optional: boolean }>> = {
  text: needed('text'),
  texts: needed('texts'),
  count: needed('count'),
  instant: needed('instant'),
  duration: needed('duration'),
  reason: needed('reason'),
  problem: needed('problem'),
  'text?': optional('text'),
  'texts?': optional('texts'),
  'count?': optional('count'),
  'instant?': optional('instant'),
  'duration?': optional('duration'),
  'reason?': optional('reason'),
  'problem?': optional('problem'),
};
