import type { Node, Shard } from '../volcengine/redis.ts';
import type { Decision } from './codes.ts';
import { decide } from './decisions.ts';

/** The role of the one node of a shard that takes writes (vendor page 6293/1148755, `CurrentRole`). */
const PRIMARY = 'PrimaryNode';
/** The role that a target of SwitchOver must have at call time (vendor page 6293/1148755). */
const SECONDARY = 'SecondaryNode';
/** The only node status that anyone has seen; any other is not fit to be promoted. */
const RUNNING = 'running';

const collator = new Intl.Collator('en', { numeric: true });

/** Orders ids as people read them (`…-2` before `…-10`), the same whatever order the vendor lists them in. */
export const byId = (one: string, other: string): number =>
  collator.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);

export const isPrimary = (node: Node): boolean => node.role === PRIMARY;
export const isSecondary = (node: Node): boolean => node.role === SECONDARY;
/** A node that SwitchOver may name: a secondary that is running. Unknown roles and statuses are not eligible. */
export const isEligible = (node: Node): boolean => isSecondary(node) && node.status === RUNNING;

/** The one primary of a shard; `undefined` when there is none or more than one. */
export function primaryOf(shard: Shard): Node | undefined {
  const primaries = shard.nodes.filter(isPrimary);
  return primaries.length === 1 ? primaries[0] : undefined;
}

/** The nodes of a shard that may be promoted, in the order of their ids. */
export function secondariesOf(shard: Shard): readonly Node[] {
  return shard.nodes.filter(isEligible).sort((one, other) => byId(one.nodeId, other.nodeId));
}

/**
 * What makes a topology unfit to act on, or `undefined` when it is whole: shards, each listed once and as many as the
 * instance has, each node listed once, and exactly one primary in each shard.
 */
export function contradiction(shards: readonly Shard[], expectedShardCount?: number): Decision | undefined {
  if (shards.length === 0) return decide('TOPOLOGY_CONTRADICTORY', { problem: 'no-shards' });
  return listedTwice(shards) ?? countDiffers(shards.length, expectedShardCount) ?? primariesNotOne(shards);
}

function listedTwice(shards: readonly Shard[]): Decision | undefined {
  const shardId = firstRepeated(shards.map((shard) => shard.shardId));
  if (shardId !== undefined) {
    return decide('TOPOLOGY_CONTRADICTORY', { problem: 'shard-listed-twice', subject: shardId });
  }
  const nodeId = firstRepeated(shards.flatMap((shard) => shard.nodes.map((node) => node.nodeId)));
  return nodeId === undefined
    ? undefined
    : decide('TOPOLOGY_CONTRADICTORY', { problem: 'node-listed-twice', subject: nodeId });
}

function countDiffers(seen: number, expected: number | undefined): Decision | undefined {
  return expected === undefined || seen === expected
    ? undefined
    : decide('TOPOLOGY_CONTRADICTORY', { problem: 'shard-count-differs', seen, expected });
}

function primariesNotOne(shards: readonly Shard[]): Decision | undefined {
  const odd = shards.find((shard) => primaryOf(shard) === undefined);
  if (odd === undefined) return undefined;
  const problem = odd.nodes.some(isPrimary) ? 'two-primaries' : 'no-primary';
  return decide('TOPOLOGY_CONTRADICTORY', { problem, subject: odd.shardId });
}

function firstRepeated(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size);
}
