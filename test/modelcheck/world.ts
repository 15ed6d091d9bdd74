import type { Plan } from '../../shared/plan/plan.ts';
import { accept, acceptedRun } from '../../shared/protocol/accept.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { type Lease, readLease } from '../../shared/protocol/lease.ts';
import type { Run } from '../../shared/protocol/run.ts';
import type { Item, Write } from '../../shared/store/store.ts';
import { keyText } from '../../shared/store/write.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../shared/time/clock.ts';
import type { Answer, Shard } from '../../shared/volcengine/redis.ts';
import { changesOf } from './once.ts';
import type { Rules } from './rules.ts';
import { instancesOf, nodeNames, runIds, type Setting, shardNames } from './setting.ts';

export const LIFE = 30 * SECOND;
export const REQUEST_TIMEOUT = 10 * SECOND;
export const SETTLE = 20 * SECOND;
/** The opening ends between two instants, so that a request may come before and after it. */
export const CLOSES_AT = 740 * SECOND;

/** Bytes that have left and may arrive, once, while their signature lives. The rest is kept to judge by. */
export interface Bytes {
  readonly run: string;
  readonly batch: number;
  readonly attempt: number;
  readonly targets: readonly string[];
  readonly expiresAt: Instant;
  /** Whether the lease had run out when the send was claimed. */
  readonly lapsed: boolean;
  /** What the last look let pass: a stop, or the outcome that the run had by then. */
  readonly passed: string | undefined;
}

interface View {
  readonly run: Run;
}

/** What a worker has in hand from the claim of a send on. `by` is its nonce. */
export interface Sending extends View {
  readonly bytes: Bytes;
  readonly by: string;
}

/** A worker is a place in the send protocol with what it read there. It may stand at any place for any time. */
export type Worker =
  | { readonly at: 'idle' }
  | ({ readonly at: 'read'; readonly lease: Lease | undefined } & View)
  | ({ readonly at: 'renewed' } & View)
  | ({ readonly at: 'signed'; readonly expiresAt: Instant } & View)
  | ({ readonly at: 'unsure' | 'claimed' | 'looked' | 'sent' } & Sending)
  | ({ readonly at: 'answered'; readonly answer: Answer['kind'] } & Sending);

export interface State {
  /** The time at the gateway and for worker 1. */
  readonly now: Instant;
  /** By key, as text: what is stored of runs, pins, sends, slots and leases. Audit events decide nothing and are left out. */
  readonly items: ReadonlyMap<string, Item>;
  readonly workers: readonly Worker[];
  /** The primary of each shard of each instance. */
  readonly primaries: readonly string[];
  readonly underWay: readonly Bytes[];
  /** Role changes that were accepted and are not over. */
  readonly changing: readonly (Bytes & { readonly startedAt: Instant })[];
  /** Each batch of each run that was executed, as often as it was. */
  readonly effects: readonly string[];
  /** Until when each run was last promised its lease, to judge by: nobody in this world reads it. */
  readonly promised: Readonly<Record<string, Instant>>;
  readonly failedOver: boolean;
  readonly stopped: boolean;
  readonly acknowledged: boolean;
}

export const shardsOf = (setting: Setting, state: State, runId: string): readonly Shard[] =>
  shardNames(setting, setting.runs[runId] ?? 'one').map((shardId) => ({
    shardId,
    nodes: nodeNames(setting, shardId).map((nodeId) => ({
      nodeId,
      role: state.primaries.includes(nodeId) ? 'PrimaryNode' : 'SecondaryNode',
      status: 'running',
      zone: 'z',
    })),
  }));

/** The time on the clock of a worker, by its index, or of the watcher. */
export function clockOf({ skew }: Setting, { now }: State, whose: number | 'watcher'): Instant {
  if (whose === 'watcher') return now + skew.watcher;
  return whose === 0 ? now : now + skew.worker;
}

/** The plan as far as evidence is gathered by it. */
export const PLAN: Plan = {
  hash: 'plan',
  timezone: 'UTC',
  accounts: {},
  windows: {},
  freezes: [],
  limits: { atOnce: 2, stopAfter: 1 },
  notify: {},
  rules: [
    {
      name: 'rule',
      match: { instance: 'instance' },
      account: 'prod',
      window: 'nightly',
      cadence: { kind: 'every-opening' },
      target: { kind: 'any' },
      settle: SETTLE,
      giveUpAfter: 10 * MINUTE,
      cooldown: 0,
      shardsAtOnce: 1,
    },
  ],
  history: HOUR,
};

export const SETTINGS = { deployment: 'model', signatureLife: LIFE, requestTimeout: REQUEST_TIMEOUT };

export function initial(setting: Setting, rules: Rules): State {
  const empty: State = {
    now: 0,
    items: new Map(),
    workers: [{ at: 'idle' }, { at: 'idle' }],
    primaries: instancesOf(setting).flatMap((instance) =>
      shardNames(setting, instance).map((shard) => `${shard}n1`),
    ),
    underWay: [],
    changing: [],
    effects: [],
    promised: {},
    failedOver: false,
    stopped: false,
    acknowledged: false,
  };
  return runIds(setting).reduce(
    (state, runId) => transacted(rules, state, [accept(acceptedAs(setting, runId))]) ?? state,
    empty,
  );
}

const acceptedAs = (setting: Setting, runId: string): Run =>
  acceptedRun(
    {
      runId,
      mode: 'switch',
      account: 'prod',
      instance: `region/${setting.runs[runId]}`,
      rule: 'rule',
      plan: 'plan',
      trigger: { source: 'direct', by: 'model', reason: 'search' },
      startAt: 0,
      opening: { day: '1970-01-01', opensAt: 0, cutoffAt: CLOSES_AT, closesAt: CLOSES_AT },
    },
    0,
    HOUR,
  );

/** The state after a transaction; `undefined` where it was refused. */
export function transacted(rules: Rules, state: State, writes: readonly Write[]): State | undefined {
  const changes = changesOf(rules, writes, state.items);
  if (changes === undefined) return undefined;
  const items = new Map(state.items);
  for (const [key, after] of changes) {
    if (after === undefined) items.delete(key);
    else items.set(key, after);
  }
  return { ...state, items };
}

const LEASES = { one: keyText(keys.lease('region', 'one')), two: keyText(keys.lease('region', 'two')) };

const leases = new WeakMap<Item, Lease>();

export function leaseIn(setting: Setting, state: State, runId: string): Lease | undefined {
  const item = state.items.get(LEASES[setting.runs[runId] ?? 'one']);
  if (item === undefined) return undefined;
  const lease = leases.get(item) ?? readLease(item);
  leases.set(item, lease);
  return lease;
}

/** What a worker is promised with the claim or the renewal of a lease. */
export function withPromise(setting: Setting, state: State, runId: string): State {
  const until = leaseIn(setting, state, runId)?.leaseExpiresAt ?? 0;
  return { ...state, promised: { ...state.promised, [runId]: until } };
}
