import type { Shard } from '../volcengine/redis.ts';
import type { Pin } from './targets.ts';
import { isPrimary, isSecondary } from './topology.ts';

/** What one pinned shard shows: the promotion done, not begun, under way, or undone by somebody else. */
export type ShardSeen = 'on target' | 'expected' | 'changing' | 'foreign';

/** What all pinned shards show together. */
export type Overall = 'on target' | 'unchanged' | 'mixed' | 'changing' | 'foreign' | 'contradictory';

export interface RolesSeen {
  /** In the order of the pins. */
  readonly perShard: readonly { readonly shardId: string; readonly seen: ShardSeen }[];
  readonly overall: Overall;
}

/**
 * Reads progress from roles alone; the instance's status is another question.
 *
 * Per shard: *on target* when the target is the one primary and every other node a secondary; *expected* the same with
 * the primary of before; *foreign* when the one primary is neither; anything else, an unknown role too, is *changing*.
 * Overall: *contradictory* when a pinned shard is missing or listed twice; else one foreign shard makes it *foreign*,
 * else one changing shard *changing*; else *on target*, *unchanged*, or *mixed*. No pins: *on target*, for nothing is left to do.
 */
export function seeRoles(pins: readonly Pin[], shards: readonly Shard[]): RolesSeen {
  const listed = Map.groupBy(shards, (shard) => shard.shardId);
  const perShard = pins.map((pin) => {
    const [shard, ...more] = listed.get(pin.shardId) ?? [];
    const whole = shard !== undefined && more.length === 0;
    return { shardId: pin.shardId, seen: whole ? seeShard(pin, shard) : 'changing', whole } as const;
  });
  const contradictory = perShard.some(({ whole }) => !whole);
  return {
    perShard: perShard.map(({ shardId, seen }) => ({ shardId, seen })),
    overall: contradictory ? 'contradictory' : together(perShard.map(({ seen }) => seen)),
  };
}

function seeShard(pin: Pin, shard: Shard): ShardSeen {
  const [primary, ...morePrimaries] = shard.nodes.filter(isPrimary);
  if (primary === undefined || morePrimaries.length > 0) return 'changing';
  if (primary.nodeId !== pin.target && primary.nodeId !== pin.expectedPrimary) return 'foreign';
  const othersSettled = shard.nodes.every((node) => node === primary || isSecondary(node));
  if (!othersSettled) return 'changing';
  return primary.nodeId === pin.target ? 'on target' : 'expected';
}

function together(seen: readonly ShardSeen[]): Overall {
  if (seen.includes('foreign')) return 'foreign';
  if (seen.includes('changing')) return 'changing';
  if (seen.every((one) => one === 'on target')) return 'on target';
  return seen.every((one) => one === 'expected') ? 'unchanged' : 'mixed';
}
