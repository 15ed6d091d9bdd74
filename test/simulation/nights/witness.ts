import * as z from 'zod/mini';
import type { Executed } from '../../../shared/local-volcengine/log.ts';
import { MESSAGE_PREFIX } from '../../../shared/protocol/keys.ts';
import type { Tried } from '../../../shared/runtime/simulation/process-channel.ts';
import type { Arrived } from '../../../shared/runtime/simulation/process-redis.ts';
import type { Timeline } from '../../../shared/runtime/simulation/timeline.ts';
import type { Attributes, Item, Key, Store, Write } from '../../../shared/store/store.ts';
import { keyOf, keyText, toItem } from '../../../shared/store/write.ts';
import { type Instant, SECOND } from '../../../shared/time/clock.ts';
import type { WireRequest } from '../../../shared/volcengine/transport.ts';

/** A SwitchOver that reached the gateway, whatever came of it. */
export interface Arrival {
  readonly at: Instant;
  readonly process: string;
  readonly instanceId: string;
  readonly token: string;
  readonly runId: string;
  readonly batch: number;
  readonly targets: readonly string[];
  readonly body: string;
  /** By the signer's own clock, in whole seconds. */
  readonly signedAt: Instant;
  readonly livesUntil: Instant;
  /** Whether the gateway let it in: its signature still lived. */
  readonly letIn: boolean;
  /** Turned away before anything happened, and told so. */
  readonly throttled: boolean;
  /** When it left, by the sender's own clock. */
  readonly leftAt: Instant;
  /** When the sender last looked at its run. */
  readonly lookedAt: Instant;
  /** Whose the instance's lease was at that moment. */
  readonly leaseOwner: string | undefined;
  readonly fault: string | undefined;
}

/** A record as a transaction left it, at the true time of its commit. */
export interface Commit {
  readonly at: Instant;
  readonly key: string;
  readonly attributes: Attributes | undefined;
}

/** A try to tell people that reached their channel, at the true time. */
export interface ToldPeople extends Tried {
  readonly at: Instant;
}

/** Who was primary where, from that instant on. */
export interface Standing {
  readonly at: Instant;
  readonly primaries: readonly string[];
}

/** Sees what really happened: what reached the gateway, what the endpoint executed, what was committed, at the true time. */
export interface Witness {
  readonly arrivals: readonly Arrival[];
  readonly effects: readonly Executed[];
  readonly toldPeople: readonly ToldPeople[];
  readonly standings: ReadonlyMap<string, readonly Standing[]>;
  /** Every version of a record that mattered, oldest first: runs, leases, stops, the plan in force, sends, messages. */
  history(kind: RecordKind): readonly Commit[];
  /** Resolves once so many leases, or sends, were claimed, with the run that claimed the last of them. */
  claimed(what: 'lease' | 'send', times: number): Promise<string>;
  /** The phase of a run as its last commit left it. */
  phaseOf(runId: string): string | undefined;
  /** A record that matters, as its last commit left it. */
  latest(key: Key): Attributes | undefined;
  /** The runs that were accepted, in order. */
  runIds(): readonly string[];
  arrives(arrived: Arrived): void;
  tried(tried: Tried): void;
  executed(effect: Executed): void;
  stands(instanceId: string, standing: Standing): void;
  /** Everything that is stored now, as text. */
  everything(): string;
  /** The store, watched: what it commits is noted. */
  watch(store: Store): Store;
}

export type RecordKind = 'run' | 'lease' | 'stop' | 'plan' | 'send' | 'slot' | 'bad outcomes' | 'message';

const bodySchema = z.object({
  InstanceId: z.string(),
  TargetPrimaryNodeIds: z.optional(z.array(z.string())),
  TargetPrimaryNodeId: z.optional(z.string()),
  ClientToken: z.optional(z.string()),
});

export function makeWitness(timeline: Timeline): Witness {
  const arrivals: Arrival[] = [];
  const effects: Executed[] = [];
  const toldPeople: ToldPeople[] = [];
  const standings = new Map<string, Standing[]>();
  const histories = new Map<RecordKind, Commit[]>();
  const owners = new Map<string, string | undefined>();
  const phases = new Map<string, string>();
  const current = new Map<string, Attributes>();
  const others: Write[] = [];
  const claims = { lease: 0, send: 0 };
  const awaiting: { what: 'lease' | 'send'; times: number; wake: (runId: string) => void }[] = [];

  function note(write: Write): void {
    const key = keyOf(write);
    const kind = kindOf(key.partition, key.sort);
    if (kind === undefined && 'put' in write) others.push(write);
    if (kind === undefined || 'check' in write) return;
    const text = keyText(key);
    const attributes = after(write, current.get(text));
    if (attributes === undefined) current.delete(text);
    else current.set(text, attributes);
    if (kind === 'run') phases.set(key.partition.slice(4), String(attributes?.phase));
    const claim = claimOf(kind, write);
    if (claim !== undefined) {
      claims[claim.what] += 1;
      for (const { what, times, wake } of awaiting)
        if (what === claim.what && times === claims[what]) wake(claim.runId);
    }
    if (kind === 'lease') owners.set(key.partition.split('#')[2] ?? '', ownerOf(attributes));
    const commits = histories.get(kind) ?? [];
    commits.push({ at: timeline.now(), key: text, attributes });
    histories.set(kind, commits);
  }

  return {
    arrivals,
    effects,
    toldPeople,
    standings,
    history: (kind) => histories.get(kind) ?? [],
    claimed: (what, times) => new Promise((wake) => awaiting.push({ what, times, wake })),
    phaseOf: (runId) => phases.get(runId),
    latest: (key) => current.get(keyText(key)),
    runIds: () => [...phases.keys()],
    arrives({ from: { name: process, lookedAt }, leftAt, request, fault }) {
      const at = timeline.now();
      const body = bodySchema.parse(JSON.parse(request.body));
      const signedAt = signedAtOf(request);
      const life = Number(/X-Expires=(\d+)/.exec(request.path)?.[1] ?? 900);
      const token = body.ClientToken ?? '';
      const [, runId = '', batch = '0'] = /^offpeak-(.+)-(\d+)$/.exec(token) ?? [];
      const livesUntil = signedAt + life * SECOND;
      arrivals.push({
        at,
        process,
        instanceId: body.InstanceId,
        token,
        runId,
        batch: Number(batch),
        targets: body.TargetPrimaryNodeIds ?? [body.TargetPrimaryNodeId ?? ''],
        body: request.body,
        signedAt,
        livesUntil,
        letIn: at <= livesUntil,
        throttled: fault?.fault === 'throttle',
        lookedAt,
        leftAt,
        leaseOwner: owners.get(body.InstanceId),
        fault: fault?.fault,
      });
    },
    tried: (tried) => void toldPeople.push({ ...tried, at: timeline.now() }),
    executed: (effect) => effects.push(effect),
    stands(instanceId, standing) {
      const known = standings.get(instanceId) ?? [];
      known.push(standing);
      standings.set(instanceId, known);
    },
    everything: () => JSON.stringify([[...current.values()], others]),
    watch: (store) => ({
      ...store,
      async transact(writes) {
        const committed = await store.transact(writes);
        if (committed.committed) for (const write of writes) note(write);
        return committed;
      },
    }),
  };
}

/** An item out of a commit, for the readers of `shared/protocol`. */
export function itemOf(commit: Commit): Item | undefined {
  if (commit.attributes === undefined) return undefined;
  const [partition = '', sort = ''] = JSON.parse(commit.key);
  return toItem({ partition, sort }, commit.attributes);
}

function after(write: Write, before: Attributes | undefined): Attributes | undefined {
  if ('put' in write) return write.attributes;
  if (!('update' in write)) return undefined;
  const result = { ...before, ...write.set };
  for (const name of write.remove ?? []) delete result[name];
  return result;
}

function kindOf(partition: string, sort: string): RecordKind | undefined {
  if (partition.startsWith('run#')) {
    if (sort === 'run') return 'run';
    if (sort.startsWith(MESSAGE_PREFIX)) return 'message';
    return sort.startsWith('send#') ? 'send' : undefined;
  }
  if (partition.startsWith('lease#')) return 'lease';
  if (partition.startsWith('slot#')) return 'slot';
  if (partition !== 'control') return undefined;
  if (sort.startsWith('stop#')) return 'stop';
  if (sort.startsWith('bad-outcomes#')) return 'bad outcomes';
  return sort === 'plan' ? 'plan' : undefined;
}

/** Whether a write is part of the claim of a lease or of a send. */
function claimOf(kind: RecordKind | undefined, write: Write) {
  if (kind === 'send' && 'put' in write)
    return { what: 'send', runId: write.put.partition.slice('run#'.length) } as const;
  const set = 'put' in write ? write.attributes : 'update' in write ? write.set : undefined;
  if (kind !== 'lease' || typeof set?.owner !== 'string') return undefined;
  return { what: 'lease', runId: set.owner } as const;
}

function ownerOf(attributes: Attributes | undefined): string | undefined {
  const owner = attributes?.owner;
  return typeof owner === 'string' ? owner : undefined;
}

function signedAtOf({ headers }: WireRequest): Instant {
  const date = headers['X-Date'] ?? '';
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
