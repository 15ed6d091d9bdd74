import type { Plan } from '../../shared/plan/plan.ts';
import { accept, acceptedRun } from '../../shared/protocol/accept.ts';
import { keys, runPartition } from '../../shared/protocol/keys.ts';
import { type Lease, readLease } from '../../shared/protocol/lease.ts';
import { readPins } from '../../shared/protocol/pins.ts';
import { type Run, readRun } from '../../shared/protocol/run.ts';
import { readSends } from '../../shared/protocol/send.ts';
import type { RunFile } from '../../shared/steps/run-file.ts';
import type { Attributes, Item, Write } from '../../shared/store/store.ts';
import { decide, keyText, toItem } from '../../shared/store/write.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../shared/time/clock.ts';
import type { Answer, Shard } from '../../shared/volcengine/redis.ts';

export const LIFE = 30 * SECOND;
export const REQUEST_TIMEOUT = 10 * SECOND;
export const SETTLE = 20 * SECOND;
/** The opening ends between two instants, so that a request may come before and after it. */
export const CLOSES_AT = 740 * SECOND;

export const INSTANCE = 'region/instance';
const LEASE = keys.lease('region', 'instance');

/** How the world differs from search to search. */
export interface Setting {
  readonly name: string;
  readonly shards: 1 | 2;
  readonly nodes: 2 | 3;
  /** Whether the endpoint remembers ClientTokens for ever, or not at all. */
  readonly tokens: 'for ever' | 'none';
  readonly runs: readonly string[];
  /** The seconds that the clock goes through. */
  readonly seconds: readonly number[];
  readonly failsOver: boolean;
  readonly throttles: boolean;
  readonly stops: boolean;
}

/** Bytes that have left and may arrive, once, while their signature lives. */
export interface Bytes {
  readonly run: string;
  readonly batch: number;
  readonly attempt: number;
  readonly targets: readonly string[];
  readonly expiresAt: Instant;
  /** Whether a stop stood when the last look was taken. */
  readonly stopped: boolean;
}

/** A worker is a place in the send protocol with what it read there. It may stand at any place for any time. */
export type Worker =
  | { readonly at: 'idle' }
  | { readonly at: 'read'; readonly run: Run; readonly lease: Lease | undefined; readonly expiresAt: Instant }
  | {
      readonly at: 'claimed' | 'looked' | 'sent';
      readonly bytes: Bytes;
      readonly run: Run;
      readonly by: string;
    }
  | {
      readonly at: 'answered';
      readonly bytes: Bytes;
      readonly run: Run;
      readonly by: string;
      readonly answer: Answer['kind'];
    };

export interface State {
  readonly now: Instant;
  /** By key, as text: what is stored of runs, pins, sends and the lease. Audit events decide nothing and are left out. */
  readonly items: ReadonlyMap<string, Item>;
  readonly workers: readonly Worker[];
  /** The primary of each shard. */
  readonly primaries: readonly string[];
  readonly underWay: readonly Bytes[];
  /** Role changes that were accepted and are not over. */
  readonly changing: readonly (Bytes & { readonly startedAt: Instant })[];
  /** Each batch of each run that was executed, as often as it was. */
  readonly effects: readonly string[];
  readonly failedOver: boolean;
  readonly stopped: boolean;
  readonly acknowledged: boolean;
}

const nodesOf = ({ nodes }: Setting, shard: number) =>
  Array.from({ length: nodes }, (_, node) => `s${shard + 1}n${node + 1}`);

export const shardsOf = (setting: Setting, state: State): readonly Shard[] =>
  state.primaries.map((primary, shard) => ({
    shardId: `s${shard + 1}`,
    nodes: nodesOf(setting, shard).map((nodeId) => ({
      nodeId,
      role: nodeId === primary ? 'PrimaryNode' : 'SecondaryNode',
      status: 'running',
      zone: 'z',
    })),
  }));

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

export function initial(setting: Setting): State {
  const empty: State = {
    now: 0,
    items: new Map(),
    workers: [{ at: 'idle' }, { at: 'idle' }],
    primaries: Array.from({ length: setting.shards }, (_, shard) => `s${shard + 1}n1`),
    underWay: [],
    changing: [],
    effects: [],
    failedOver: false,
    stopped: false,
    acknowledged: false,
  };
  return setting.runs.reduce(
    (state, runId) => transacted(state, [accept(acceptedAs(runId))]) ?? state,
    empty,
  );
}

const acceptedAs = (runId: string): Run =>
  acceptedRun(
    {
      runId,
      mode: 'switch',
      account: 'prod',
      instance: INSTANCE,
      rule: 'rule',
      plan: 'plan',
      trigger: { source: 'direct', by: 'model', reason: 'search' },
      startAt: 0,
      opening: { day: '1970-01-01', opensAt: 0, cutoffAt: CLOSES_AT, closesAt: CLOSES_AT },
    },
    0,
    HOUR,
  );

/** The state after a transaction by the store's own reducer; `undefined` where it was refused. */
export function transacted(state: State, writes: readonly Write[]): State | undefined {
  const counted = writes.filter((write) => !('put' in write && write.put.partition.startsWith('audit#')));
  const decision = decide(counted, (key) => state.items.get(keyText(key))?.attributes);
  if ('refused' in decision) return undefined;
  const items = new Map(state.items);
  for (const { key, after } of decision.changes) {
    if (after === undefined) items.delete(keyText(key));
    else items.set(keyText(key), toItem(key, withoutLink(after)));
  }
  return { ...state, items };
}

/** The digest of the last audit event goes with the events that are left out. */
const withoutLink = ({ link: _link, ...rest }: Attributes): Attributes => rest;

const files = new WeakMap<ReadonlyMap<string, Item>, Map<string, RunFile>>();

/** A run with its pins and sends. Items never change, so that each file is opened once. */
export function fileOf({ items }: State, runId: string): RunFile {
  const opened = files.get(items) ?? new Map<string, RunFile>();
  files.set(items, opened);
  const file = opened.get(runId) ?? open(items, runId);
  opened.set(runId, file);
  return file;
}

function open(all: ReadonlyMap<string, Item>, runId: string): RunFile {
  const items = [...all.values()]
    .filter((item) => item.key.partition === runPartition(runId))
    .sort((one, other) => (one.key.sort < other.key.sort ? -1 : 1));
  const run = items.find((item) => item.key.sort === 'run');
  if (run === undefined) throw new Error(`There is no run ${runId} in this world.`);
  return { run: runIn(run), pins: readPins(items), sends: readSends(items) };
}

const read = new WeakMap<Item, Run>();

/** Items never change, so that each is read once. */
function runIn(item: Item): Run {
  const known = read.get(item) ?? readRun(item);
  read.set(item, known);
  return known;
}

export function leaseIn(state: State): Lease | undefined {
  const item = state.items.get(keyText(LEASE));
  return item === undefined ? undefined : readLease(item);
}
