import type { Instant } from '../time/clock.ts';
import type { Instance } from './instance.ts';

/** One shard's primary becomes another node at that instant. */
interface RoleSwap {
  readonly shard: number;
  readonly nodeId: string;
  readonly at: Instant;
}

/**
 * An accepted change of roles. Changes are only ever appended; what an instance looks like at an instant is computed
 * from them, so that nothing has to happen at that instant.
 */
export interface RoleChange {
  readonly cause: 'SwitchOver' | 'Failover';
  readonly acceptedAt: Instant;
  /** From here (included) until `endsAt` (not included) the status shows `PrimaryChanging`. */
  readonly shownAt: Instant;
  /** Absent: it stays in `PrimaryChanging` for ever. */
  readonly endsAt?: Instant;
  /** The status after the change; absent: what it was before. */
  readonly endsAs?: string;
  readonly swaps: readonly RoleSwap[];
  /** Shards that were asked for and never swap. */
  readonly failedShards: readonly number[];
}

/** The primary node of every shard, by shard number: always exactly one each. Of swaps at one instant the later accepted wins. */
export function primariesAt(
  instance: Instance,
  changes: readonly RoleChange[],
  at: Instant,
): readonly string[] {
  const primaries = instance.shards.map((shard) => shard.firstPrimary);
  const swaps = changes.flatMap((change) => change.swaps).filter((swap) => swap.at <= at);
  for (const swap of swaps.toSorted((a, b) => a.at - b.at)) primaries[swap.shard] = swap.nodeId;
  return primaries;
}

/** The status that a client is shown. */
export function statusAt(instance: Instance, changes: readonly RoleChange[], at: Instant): string {
  if (changes.some((change) => change.shownAt <= at && !hasEnded(change, at))) return 'PrimaryChanging';
  const left = changes.findLast((change) => change.endsAs !== undefined && hasEnded(change, at));
  if (left?.endsAs !== undefined) return left.endsAs;
  const seededIsOver = instance.statusUntil !== undefined && instance.statusUntil <= at;
  return seededIsOver ? 'Running' : instance.status;
}

/**
 * Whether a change was accepted and has not ended, even if the status does not show it yet.
 * Assumption: the vendor takes no second change in that gap (not documented).
 */
export function isChanging(changes: readonly RoleChange[], at: Instant): boolean {
  return changes.some((change) => change.acceptedAt <= at && !hasEnded(change, at));
}

/** The instants at which a change shows, swaps and ends. */
export function turningPoints(change: RoleChange): readonly Instant[] {
  const end = change.endsAt === undefined ? [] : [change.endsAt];
  return [change.shownAt, ...change.swaps.map((swap) => swap.at), ...end];
}

/** Whether the change is over: its end is not part of it. */
export function hasEnded(change: RoleChange, at: Instant): boolean {
  return change.endsAt !== undefined && change.endsAt <= at;
}
