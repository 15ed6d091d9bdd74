import { primaryOf } from '../switchover/topology.ts';
import type { Shard } from '../volcengine/redis.ts';

/** The zones of the primaries, one letter a shard in the order of the shards, and how many lie in each zone. */
export function rolesOf(shards: readonly Shard[]): string {
  const zones = shards.map((shard) => primaryOf(shard)?.zone ?? '?');
  const counts = Map.groupBy(zones, (zone) => zone);
  const sums = [...counts].map(([zone, found]) => `${found.length} in ${zone}`).sort();
  return `${zones.map((zone) => zone.at(-1)).join(' ')}   (${sums.join(', ')})`;
}
