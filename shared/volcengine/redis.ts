import type { Instant } from '../time/clock.ts';

/**
 * What the steps need of Volcengine Cache for Redis, version 2020-12-07.
 *
 * Two implementations keep this promise: `client.ts` (HTTP) and the local endpoint's own model (simulation).
 * Enumerations are open: an unknown value is kept as it came and never taken for success.
 * Source of the fields: the official Go SDK's `service/redis` and vendor page 6293/1148755 (SwitchOver).
 */
export interface Redis {
  /** DescribeDBInstanceDetail. Throws `ReadFailed`; an instance that does not exist is `undefined`. */
  describeInstance(instanceId: string): Promise<Instance | undefined>;
  /** DescribeDBInstanceShards, all pages (up to 256 shards), in the vendor's order. Throws `ReadFailed`. */
  describeShards(instanceId: string): Promise<readonly Shard[]>;
  /** DescribeDBInstances, one page of at most 1,000. Throws `ReadFailed`, and `InvalidRequest` for a page that cannot be. */
  listInstances(page: { number: number; size: number }): Promise<InstancePage>;
  /** DescribeTasks created since; `undefined` where the region does not have the operation. Throws `ReadFailed`. */
  listTasks(instanceId: string, createdSince: Instant): Promise<readonly Task[] | undefined>;
  /** DescribePlannedEvents of one instance; `undefined` where the region does not have it. Throws `ReadFailed`. */
  listPlannedEvents(instanceId: string): Promise<readonly PlannedEvent[] | undefined>;
  /**
   * Builds and signs the exact bytes of a SwitchOver. Nothing leaves the machine.
   * Throws `InvalidRequest` for a token over 127 characters or not ASCII, no target, more than 50 targets, a target named
   * twice, or a life that is not 1 to 900 whole seconds; `CredentialsUnavailable` where there is nothing to sign with.
   */
  prepareSwitchOver(request: SwitchOverRequest): Promise<PreparedSwitchOver>;
  /**
   * Sends those bytes once, with no retry in any layer, and classifies the answer. Never throws.
   * Takes the prepared object itself, not a copy, and takes it once: anything else is `ambiguous` and leaves no byte.
   */
  sendSwitchOver(prepared: PreparedSwitchOver): Promise<Answer>;
}

export interface Instance {
  readonly instanceId: string;
  readonly name: string;
  /** `Running`, `PrimaryChanging`, … (vendor page 6293/71563); unknown values pass through. */
  readonly status: string;
  /** `PrimarySecondary` can be switched; `Standalone` cannot; unknown values pass through. */
  readonly instanceClass: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly shardCount: number;
  /** `HH:mm-HH:mm`, documented as UTC+8; absent where the vendor leaves it out. */
  readonly maintenanceTime?: string;
  readonly blueGreenRole?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface InstancePage {
  readonly total: number;
  readonly instances: readonly Instance[];
}

export interface Shard {
  readonly shardId: string;
  readonly nodes: readonly Node[];
}

export interface Node {
  readonly nodeId: string;
  /** `PrimaryNode` or `SecondaryNode`; unknown values pass through. */
  readonly role: string;
  /** `running` is the only value seen by anyone. */
  readonly status: string;
  readonly zone: string;
}

export interface Task {
  readonly taskId: string;
  readonly name: string;
  readonly action: string;
  /** `Waiting`, `Running`, `Success`, `Failed`, `Canceled`; unknown values pass through. */
  readonly status: string;
  /** The raw parameters as the vendor gives them; may hold the ClientToken. */
  readonly parameters: string;
  /** A task whose creation cannot be read is left out. */
  readonly createdAt: Instant;
  readonly finishedAt?: Instant;
}

export interface PlannedEvent {
  readonly eventId: string;
  readonly action: string;
  /** `Initiated`, `Waiting`, `Running`, `Success`, `Failed`, `Canceled`, `Abandoned`; unknown values pass through. */
  readonly status: string;
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
}

export interface SwitchOverRequest {
  readonly instanceId: string;
  /** 1–50 secondary nodes, at most one of each shard. Takes precedence over `targetNodeId`. */
  readonly targetNodeIds?: readonly string[];
  readonly targetNodeId?: string;
  readonly clientToken?: string;
  /** The instant that goes into X-Date, and the signature's life in whole seconds (X-Expires). */
  readonly signedAt: Instant;
  readonly lifeSeconds: number;
}

/** Signed bytes. Opaque to the steps; never logged, stored or signed again. */
export interface PreparedSwitchOver {
  readonly instanceId: string;
  /** `signedAt + life`: after it the gateway refuses these bytes. */
  readonly expiresAt: Instant;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What an answer proves. `accepted`: it will execute. `refused`: known not executed. `throttled`: known not executed,
 * may be tried again. `ambiguous`: everything else; never sent again.
 */
export type AnswerKind = 'accepted' | 'refused' | 'throttled' | 'ambiguous';

export interface Answer {
  readonly kind: AnswerKind;
  /** The vendor's code, or ours for what never became an envelope (`Timeout`, `ConnectionReset`, `NotAnEnvelope`, …). */
  readonly code?: string;
  /** Short, free of secrets, at most 300 characters. */
  readonly message?: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
  readonly retryAfterSeconds?: number;
}
