import type { z } from 'zod';
import type { Standing } from './fleet.ts';
import type { ServerShard } from './instance.ts';
import { page } from './page.ts';
import type { shardsRequest } from './requests.ts';

/**
 * DescribeDBInstanceShards: one page of the shards with each node's role as it stands.
 * Under a contradiction each shard shows that many primaries instead of one.
 */
export function describeShards(
  { instance, primaries }: Standing,
  request: z.output<typeof shardsRequest>,
  contradiction?: 0 | 2,
): Record<string, unknown> {
  const rows = instance.shards.map((shard, number) => {
    const shown = shownPrimaries(shard, primaries[number], contradiction);
    return {
      ShardId: shard.shardId,
      NodeNumber: shard.nodes.length,
      ServerNodes: shard.nodes.map((node) => ({
        NodeId: node.nodeId,
        CurrentRole: shown.includes(node.nodeId) ? 'PrimaryNode' : 'SecondaryNode',
        Status: 'running',
        ZoneId: node.zone,
      })),
    };
  });
  return { Total: rows.length, InstanceShards: page(rows, request.PageNumber, request.PageSize) };
}

function shownPrimaries(shard: ServerShard, primary: string | undefined, contradiction: 0 | 2 | undefined) {
  if (contradiction === 0) return [];
  if (contradiction === 2) return shard.nodes.slice(0, 2).map((node) => node.nodeId);
  return [primary];
}
