import type { Node, Shard } from '../../volcengine/redis.ts';
import type { Decision, Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { type ShardSeen, seeRoles } from '../progress.ts';
import type { Pin } from '../targets.ts';
import { contradiction, isEligible } from '../topology.ts';
import { no, notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

/**
 * Before pinning: the choice. After: the pinned shards as they are now. A shard on its target is counted, not sent; one
 * whose primary is neither expected nor target is foreign, and nothing is sent.
 */
export function targetsGate({ shards, instance, instanceId, choice, pins }: GateFacts): Verdict {
  if (shards === 'unreadable') return unreadable(instanceId);
  const expected = instance === 'unreadable' ? undefined : instance?.shardCount;
  if (pins !== undefined) return pinnedGate(pins, shards, expected);
  const wrong = contradiction(shards, expected);
  if (wrong !== undefined) return notYet('targets', 'NOT_READY', wrong);
  if (choice === undefined) return unreadable(instanceId);
  return choice.chosen ? yes('targets', choice.decision) : choice.verdict;
}

const unreadable = (instanceId: string): Verdict =>
  notYet('targets', 'NOT_READY', decide('INSTANCE_UNREADABLE', { instanceId }));

function pinnedGate(pins: readonly Pin[], shards: readonly Shard[], expected: number | undefined): Verdict {
  const { perShard, overall } = seeRoles(pins, shards);
  const shardsSeen = (seen: ShardSeen) =>
    perShard.filter((one) => one.seen === seen).map((one) => one.shardId);
  const foreign = shardsSeen('foreign');
  if (foreign.length > 0) return no('targets', 'FOREIGN', decide('ROLES_ARE_FOREIGN', { shards: foreign }));
  const wrong = overall === 'contradictory' ? pinnedMissing(pins, shards) : contradiction(shards, expected);
  if (wrong !== undefined) return notYet('targets', 'NOT_READY', wrong);
  const changing = shardsSeen('changing');
  if (changing.length > 0) {
    return notYet('targets', 'NOT_READY', decide('ROLES_CHANGING', { shards: changing }));
  }
  return fitToSend(pins, shards, new Set(shardsSeen('on target')));
}

function pinnedMissing(pins: readonly Pin[], shards: readonly Shard[]) {
  const missing = pins.find((pin) => !shards.some((shard) => shard.shardId === pin.shardId));
  return missing === undefined
    ? contradiction(shards)
    : decide('TOPOLOGY_CONTRADICTORY', { problem: 'pinned-shard-missing', subject: missing.shardId });
}

const vanished = (target: string): Decision => decide('NODE_NOT_FOUND', { nodes: [target] });
const unfit = ({ nodeId, role, status }: Node): Decision =>
  decide('NODE_NOT_ELIGIBLE', { node: nodeId, role, status });

function fitToSend(pins: readonly Pin[], shards: readonly Shard[], onTarget: ReadonlySet<string>): Verdict {
  const toSend = pins.filter((pin) => !onTarget.has(pin.shardId));
  const nodes = shards.flatMap((shard) => shard.nodes);
  for (const { target } of toSend) {
    const node = nodes.find((one) => one.nodeId === target);
    if (node !== undefined && isEligible(node)) continue;
    return notYet('targets', 'NOT_READY', node === undefined ? vanished(target) : unfit(node));
  }
  if (toSend.length === 0)
    return yes('targets', decide('ALL_TARGETS_ALREADY_PRIMARY', { shards: pins.length }));
  const already = onTarget.size === 0 ? undefined : onTarget.size;
  const targets = toSend.map((pin) => pin.target);
  return yes('targets', decide('TARGETS_CHOSEN', { targets, shards: targets.length, already }));
}
