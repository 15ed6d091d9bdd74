import type { Instant } from '../time/clock.ts';

/** What a seed says about one instance. */
export interface InstanceSeed {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly class: 'PrimarySecondary' | 'Standalone';
  /** The status outside role changes: `Running`, `Scaling`, … or a word that no client knows. */
  readonly status: string;
  /** The instant at which a seeded status turns to `Running`; absent: never. */
  readonly statusUntil?: Instant | undefined;
  /** For each shard the zone of each of its nodes. The first node is the primary to begin with. */
  readonly zones: readonly (readonly string[])[];
  readonly tags: Readonly<Record<string, string>>;
  readonly engine: string;
  /** `HH:mm-HH:mm`, UTC+8. */
  readonly maintenance: string;
}

export interface ServerNode {
  readonly nodeId: string;
  readonly shard: number;
  readonly zone: string;
}

export interface ServerShard {
  readonly shardId: string;
  readonly nodes: readonly ServerNode[];
  readonly firstPrimary: string;
}

/** An instance and the parts of it that never change: its shards, nodes and zones. Roles change; see `changes.ts`. */
export interface Instance extends Omit<InstanceSeed, 'zones'> {
  readonly shards: readonly ServerShard[];
  /** Every zone once, the first primary's zone first. */
  readonly zones: readonly string[];
}

/** Lays the nodes out under the vendor's ids: shard `server-<instance>-<shard>`, node `server-<instance>-<shard>-<node>`. */
export function layOut(seed: InstanceSeed): Instance {
  return {
    ...seed,
    shards: seed.zones.map((zones, shard) => layOutShard(seed.id, shard, zones)),
    zones: [...new Set(seed.zones.flat())],
  };
}

/** The node of that id, wherever in the instance it is. */
export function findNode(instance: Instance, nodeId: string): ServerNode | undefined {
  return instance.shards.flatMap((shard) => shard.nodes).find((node) => node.nodeId === nodeId);
}

function layOutShard(instanceId: string, shard: number, zones: readonly string[]): ServerShard {
  const shardId = `server-${instanceId}-${shard}`;
  return {
    shardId,
    nodes: zones.map((zone, node) => ({ nodeId: `${shardId}-${node}`, shard, zone })),
    firstPrimary: `${shardId}-0`,
  };
}
