import type { Language } from './language.ts';

const WEEKDAYS = { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' } as const;

/** English. */
export const en: Language = {
  sentences: {
    RULE_MATCHES: 'Rule "{rule}" covers this instance.',
    FRESH: 'The start is on time[: asked for {startAt}].',
    NOT_FROZEN: 'No freeze holds[; the next, "{nextFreeze}", starts {freezesAt}].',
    WINDOW_OPEN: 'The window is open from {opensAt} to {closesAt}.',
    NO_WINDOW_NEEDED: 'This run was asked for at an instant of its own and needs no window.',
    ROOM_LEFT: 'There is room for a request[: it will have expired before {notAfterAt}].',
    NOT_STOPPED: 'No stop applies.',
    LEASE_FREE: 'No other run holds this instance.',
    LEASE_OURS: 'This run holds the instance.',
    COOLED_DOWN: 'The instance has cooled down[ since {sinceAt}].',
    WITHIN_LIMITS: 'The limits leave a slot.',
    INSTANCE_READY: 'The instance can be switched; its status is {status}.',
    TARGETS_CHOSEN:
      'To be promoted on {shards|one shard|# shards}: {targets}.[ Already in place: {already|one shard|# shards}.]',
    OVERRIDDEN: '{by} overrides this gate for this run alone: {reason}',

    RULE_SAYS_NEVER: 'Rule "{rule}" forbids it: {sentence}',
    NO_RULE_MATCHES: 'No rule of the plan covers {instanceId}, so it is never touched.',
    START_IS_STALE:
      'The start was asked for {startAt} and came {lateMilliseconds} late; at most {graceMilliseconds} is allowed.',
    TRIGGER_UNDELIVERED:
      'Its trigger could not be delivered[, {answer},] and was given up {undeliveredAt}; late is not due, so nothing was started.',
    BEFORE_START: 'The start was asked for {startAt}, in {waitMilliseconds}.',
    FROZEN: 'The freeze "{freeze}" holds until {endsAt}.',
    BEFORE_OPEN: 'The window opens {opensAt}, in {waitMilliseconds}.',
    PAST_CUTOFF:
      'Nothing new starts after the cutoff, {cutoffAt}; the window closes {closesAt}.[ It opens again {nextOpensAt}.]',
    WINDOW_CLOSED: 'The window closed {closedAt}.[ It opens again {nextOpensAt}.]',
    NEVER_OPENS: 'No opening lies ahead.',
    OPENING_SWALLOWED:
      'The clock change of {day} left no time between open and close, so there was no opening.',
    NO_ROOM_LEFT:
      'A request lives {lifeMilliseconds} and would not have expired before {notAfterAt}.[ The window opens again {nextOpensAt}.]',
    STOPPED: '{by} has stopped {scope}: {reason}[ ({more|one more stop applies|# more stops apply})]',
    LAST_LOOK_UNREADABLE:
      'What the request depends on could not be read right before it was to leave, which counts as stopped.',
    STOPS_UNREADABLE: 'The stops could not be read, which counts as stopped.',
    INSTANCE_BUSY: 'Run {owner} holds this instance[, until {expiresAt} at the latest unless it renews].',
    INSTANCE_HELD: 'This instance is held ({hold})[ by run {owner}] until that is settled or acknowledged.',
    COOLING_DOWN: 'The last switchover was {sinceAt}; the cool-down of {cooldownMilliseconds} ends {endsAt}.',
    AT_ONCE_LIMIT: '{limit|One run at once is|# runs at once are} allowed; taken by {takenBy}.',
    ONE_PER_LIMIT: 'One run at a time is allowed for "{value}", and run {takenBy} is it.',
    NIGHT_LIMIT: 'This opening allows {limit|one switchover|# switchovers}; {taken} taken already.',
    INSTANCE_UNKNOWN: 'Volcengine knows no instance {instanceId}.',
    INSTANCE_UNREADABLE: 'The state of {instanceId} could not be read.',
    WRONG_CLASS: 'An instance of class {instanceClass} cannot be switched over; only PrimarySecondary can.',
    NOT_RUNNING: 'The instance is {status}, not Running.',
    PLANNED_EVENT:
      'A planned event of the vendor stands in the way: {action}, {status}[, from {startsAt}][, to {endsAt}].',
    TOPOLOGY_CONTRADICTORY:
      'The topology as read makes no sense: {problem}[ ({subject})][; seen: {seen}, expected: {expected}].',
    NODE_NOT_FOUND: 'The instance has no node {nodes}.',
    NODE_NOT_ELIGIBLE: 'Node {node} cannot be promoted: its role is {role}, its status {status}.',
    NO_NODES_NAMED: 'No node was named.',
    TWO_NODES_OF_ONE_SHARD: 'Only one node of a shard can be promoted; {nodes} are all of shard {shardId}.',
    TOO_MANY_NODES: '{nodes} nodes were named; at most {limit} fit into one switchover.',
    NO_ELIGIBLE_SECONDARY: 'No secondary is fit to be promoted in {shards}.',
    NO_SECONDARY_IN_ZONE: 'No secondary lies in zone {zone} for {shards}.',
    NO_SECONDARY_IN_OTHER_ZONE: 'Every secondary lies in the zone of its primary in {shards}.',
    ROLES_ARE_FOREIGN:
      'The primary is neither the one expected nor the target in {shards}: somebody else has switched.',
    ROLES_CHANGING: 'The roles are changing in {shards}.',
    NOTHING_TO_OVERRIDE: 'The gate {gate} says yes by itself: ask for the run without an override.',

    NOTHING_WAS_SENT: 'Nothing was sent; why was not recorded.',
    ALL_TARGETS_ALREADY_PRIMARY:
      'Nothing to do: the primary already is where it is wanted in {shards|the one shard|all # shards} concerned.',
    WOULD_SWITCH: 'Nothing was sent. To be promoted on {shards|one shard|# shards}: {targets}.',
    CANCELLED_BY: 'Cancelled by {by} before anything was sent[: {reason}].',
    ROLES_MOVED:
      'Each target is primary and every other node secondary, seen twice at least {settleMilliseconds} apart, last {provenAt}.',
    ROLES_MOVED_NOT_PROVABLY_BY_US:
      'Each target is primary and every other node secondary, seen twice at least {settleMilliseconds} apart, last {provenAt}; that it was this run cannot be proven.',
    SEND_REFUSED: 'Volcengine refused the switchover[ with {answer}], and the roles have not changed.',
    SEND_THROTTLED:
      'Volcengine throttled {attempts|the one attempt|all # attempts}[ with {answer}], and the roles have not changed.',
    ACCEPTED_BUT_NOT_SWITCHED:
      'Volcengine accepted the switchover, but by {deadlineAt} the roles had not changed.',
    NO_ANSWER_AND_NO_CHANGE:
      'No clear answer came, and by {deadlineAt} the roles had not changed. The instance is held until that is settled or acknowledged.',
    STILL_CHANGING:
      'By {deadlineAt} the change had not come to rest; the status is {status}. The instance is held until that is settled or acknowledged.',
    SOMEONE_ELSE_SWITCHED:
      'A node that is neither the expected primary nor the target was seen as primary, {seenAt}: somebody else has switched. The instance is held until somebody acknowledges it.',
    ROLES_UNREADABLE:
      'By {deadlineAt} the roles could not be read. The instance is held until that is settled or acknowledged.',
    SOME_BATCHES_ONLY:
      'On target: {verified} of {batches} batches; the rest did not follow: {because}. The instance is held until somebody acknowledges it.',
    ACCOUNT_OBSERVES: 'Account {account} has been set to observe, so nothing more is sent.',
    EXECUTION_LOST: 'The execution of this run ended[ as {status}] before it had closed.',
    LEASE_LOST: 'The instance is no longer held by this run[, but by run {owner}].',
    LAST_LOOK_TOO_LATE: 'The last look before the request came too late: it had to leave before {latestAt}.',

    SETTLED_SWITCHED:
      'Settled: the targets are primary after all, seen {firstReadAt} and again {secondReadAt}. The instance is free.',
    SETTLED_NOT_SWITCHED:
      'Settled: the roles have not changed, seen {firstReadAt} and again {secondReadAt}. The instance is free.',
    SETTLED_FOREIGN:
      'Settled: somebody else has switched, seen {firstReadAt} and again {secondReadAt}. The instance is free.',
    ACKNOWLEDGED_BY: 'Acknowledged by {by}: {reason}',
  },
  outcomes: {
    SUCCEEDED: 'Succeeded',
    NOTHING_TO_DO: 'Nothing to do',
    OBSERVED: 'Observed',
    SKIPPED: 'Skipped',
    CANCELLED: 'Cancelled',
    PARTIAL: 'Partly switched',
    FAILED: 'Failed',
    UNKNOWN: 'Unknown',
  },
  reasons: {
    PROVEN: 'proven',
    ALREADY_PRIMARY: 'already in place',
    OBSERVE_MODE: 'observe mode',
    DRY_RUN: 'dry run',
    FREEZE: 'freeze',
    STOP: 'stopped',
    WINDOW: 'outside the window',
    STALE: 'too late',
    BUSY: 'instance busy',
    COOLDOWN: 'cooling down',
    NOT_READY: 'instance not ready',
    LIMIT: 'limit reached',
    NEVER: 'not allowed by the plan',
    FOREIGN: 'switched by somebody else',
    CANCELLED: 'on request',
    REFUSED: 'refused',
    THROTTLED: 'throttled',
    NOT_SWITCHED: 'accepted, but not switched',
    NO_EVIDENCE: 'no evidence',
    NOT_SETTLED: 'not settled',
    FOREIGN_CHANGE: 'switched by somebody else',
    UNREADABLE: 'unreadable',
    STOPPED_BETWEEN_BATCHES: 'stopped between batches',
  },
  gates: {
    rule: 'rule',
    freshness: 'start',
    freeze: 'freeze',
    window: 'window',
    room: 'room',
    stop: 'stop',
    lease: 'lease',
    cooldown: 'cool-down',
    limits: 'limits',
    instance: 'instance',
    targets: 'targets',
  },
  answers: { yes: 'yes', 'not yet': 'not yet', no: 'no' },
  problems: {
    'no-shards': 'it has no shards',
    'shard-count-differs': 'the number of shards differs from the instance',
    'shard-listed-twice': 'a shard is listed twice',
    'node-listed-twice': 'a node is listed twice',
    'no-primary': 'a shard has no primary',
    'two-primaries': 'a shard has more than one primary',
    'pinned-shard-missing': 'a shard of this run is missing',
  },
  units: { day: 'd', hour: 'h', minute: 'min', second: 's', millisecond: 'ms' },
  unknown: '(unknown)',
  wallClock: ({ date, weekday, time, zone }) => `${WEEKDAYS[weekday]} ${date} ${time} ${zone}`,
  list: (names, more) => {
    if (more > 0) return `${names.join(', ')} and ${more} more`;
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  },
  closing: (outcome, reason, sentence) => `${outcome} (${reason}): ${sentence}`,
};
