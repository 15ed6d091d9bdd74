import { nameOf } from '../protocol/digest.ts';
import { MARGIN } from '../protocol/lease.ts';
import type { PinnedBatch } from '../protocol/pins.ts';
import type { Look } from '../switchover/looks.ts';
import { seeRoles } from '../switchover/progress.ts';
import { primaryOf } from '../switchover/topology.ts';
import type { Clock, Instant } from '../time/clock.ts';
import { ReadFailed } from '../volcengine/errors.ts';
import type { Redis, Shard } from '../volcengine/redis.ts';

/** A digest of who is primary where (130 bits): two reads with the same digest show the same roles, in whatever order they list the shards. */
export const digestOfRoles = (shards: readonly Shard[]): string =>
  nameOf(Object.fromEntries(shards.map((shard) => [shard.shardId, primaryOf(shard)?.nodeId ?? null]))).slice(
    0,
    26,
  );

export interface LookTaken {
  readonly look: Look;
  /** Absent where the look was unreadable. */
  readonly roles?: string;
}

/**
 * Looks once: status first, then roles, so that `Running` was true before the roles were read. An instance that is gone
 * or that cannot be read is an unreadable look, never a failure of the step.
 */
export async function takeLook(
  redis: Redis,
  clock: Clock,
  instanceId: string,
  pins: readonly PinnedBatch[],
  lastBatch: number,
): Promise<LookTaken> {
  try {
    const instance = await redis.describeInstance(instanceId);
    const shards = await redis.describeShards(instanceId);
    const at = clock.now();
    if (instance === undefined) return { look: { at, unreadable: true } };
    const batch = pins.find((candidate) => candidate.batch === lastBatch)?.pins ?? [];
    const look: Look = {
      at,
      batch: seeRoles(batch, shards).overall,
      all: seeRoles(
        pins.flatMap((pinned) => pinned.pins),
        shards,
      ).overall,
      status: instance.status,
    };
    return { look, roles: digestOfRoles(shards) };
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    return { look: { at: clock.now(), unreadable: true } };
  }
}

/** True when the vendor knows a finished task of ours: created after our send and naming our token. */
export async function seesTaskOfOurs(
  redis: Redis,
  instanceId: string,
  since: Instant,
  tokens: readonly string[],
): Promise<boolean> {
  try {
    const tasks = await redis.listTasks(instanceId, since - MARGIN);
    return (tasks ?? []).some((task) => tokens.some((token) => task.parameters.includes(token)));
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    return false;
  }
}
