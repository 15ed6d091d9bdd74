import type { Target } from '../plan/plan.ts';
import type { Node, Shard } from '../volcengine/redis.ts';
import type { Decision, Reason, Verdict } from './codes.ts';
import { decide } from './decisions.ts';
import { byId, contradiction, isEligible, isPrimary, primaryOf, secondariesOf } from './topology.ts';

/** One shard's part of a switchover, fixed before the first send and never computed again. */
export interface Pin {
  readonly shardId: string;
  /** The secondary to be promoted. */
  readonly target: string;
  /** The node that was primary when the target was chosen. */
  readonly expectedPrimary: string;
}

/** The targets of a run, or the verdict that says why there are none. */
export type Choice =
  | {
      readonly chosen: true;
      /** At most one of each shard, in the order of the shards' ids. Empty when every shard is already there. */
      readonly pins: readonly Pin[];
      /** Shards whose primary already is where the target wants it. */
      readonly alreadyThere: readonly string[];
      readonly decision: Decision;
    }
  | { readonly chosen: false; readonly verdict: Refused };

type Refused = Extract<Verdict, { reason: Reason }>;

/** SwitchOver takes at most this many nodes a call, one of each shard (vendor page 6293/1148755). */
export const MOST_NODES_A_CALL = 50;

/**
 * Chooses what to promote. All shards or none: one shard without a fit target refuses the whole choice.
 *
 * - `any`: an eligible secondary, one in the primary's zone first; `other-zone`: one outside it.
 * - `zone`: one in that zone; a shard whose primary is there already is left alone.
 * - `nodes`: exactly those; a named node that is primary already is left alone.
 *
 * Ties fall to the lowest id, so that the same topology gives the same choice whatever order it was listed in.
 */
export function chooseTargets(shards: readonly Shard[], target: Target): Choice {
  const wrong = contradiction(shards);
  if (wrong !== undefined) return refuse('not yet', wrong);
  const ordered = [...shards].sort((one, other) => byId(one.shardId, other.shardId));
  return target.kind === 'nodes' ? chooseNamed(ordered, target.nodes) : chooseInEach(ordered, target);
}

type Placed = Exclude<Target, { kind: 'nodes' }>;

function chooseInEach(shards: readonly Shard[], target: Placed): Choice {
  const pins: Pin[] = [];
  const alreadyThere: string[] = [];
  const without: Shard[] = [];
  for (const shard of shards) {
    const primary = primaryOf(shard);
    const node = primary && pick(secondariesOf(shard), primary, target);
    if (primary !== undefined && target.kind === 'zone' && primary.zone === target.zone) {
      alreadyThere.push(shard.shardId);
    } else if (primary !== undefined && node !== undefined) {
      pins.push({ shardId: shard.shardId, target: node.nodeId, expectedPrimary: primary.nodeId });
    } else {
      without.push(shard);
    }
  }
  return without.length > 0 ? refuseWithout(without, target) : chosen(pins, alreadyThere);
}

function pick(secondaries: readonly Node[], primary: Node, target: Placed): Node | undefined {
  switch (target.kind) {
    case 'any':
      return secondaries.find((node) => node.zone === primary.zone) ?? secondaries[0];
    case 'other-zone':
      return secondaries.find((node) => node.zone !== primary.zone);
    case 'zone':
      return secondaries.find((node) => node.zone === target.zone);
  }
}

/** A shard that has no node where one is wanted never will: *no*. One whose nodes are only unfit just now: *not yet*. */
function refuseWithout(without: readonly Shard[], target: Placed): Choice {
  const placeless = without.filter(
    (shard) => !shard.nodes.some((node) => isWhereWanted(node, shard, target)),
  );
  const shards = placeless.map((shard) => shard.shardId);
  if (shards.length > 0 && target.kind === 'zone') {
    return refuse('no', decide('NO_SECONDARY_IN_ZONE', { zone: target.zone, shards }));
  }
  if (shards.length > 0 && target.kind === 'other-zone') {
    return refuse('no', decide('NO_SECONDARY_IN_OTHER_ZONE', { shards }));
  }
  const unfit = without.map((shard) => shard.shardId);
  return refuse('not yet', decide('NO_ELIGIBLE_SECONDARY', { shards: unfit }));
}

function isWhereWanted(node: Node, shard: Shard, target: Placed): boolean {
  if (isPrimary(node)) return false;
  if (target.kind === 'zone') return node.zone === target.zone;
  return target.kind === 'any' || node.zone !== primaryOf(shard)?.zone;
}

function chooseNamed(shards: readonly Shard[], named: readonly string[]): Choice {
  const nodes = [...new Set(named)];
  const wrong = faultOfNames(shards, nodes);
  if (wrong !== undefined) return refuse('no', wrong);
  const pins: Pin[] = [];
  const alreadyThere: string[] = [];
  for (const shard of shards) {
    const primary = primaryOf(shard);
    const node = shard.nodes.find((candidate) => nodes.includes(candidate.nodeId));
    if (primary === undefined || node === undefined) continue;
    if (isPrimary(node)) alreadyThere.push(shard.shardId);
    else if (isEligible(node)) {
      pins.push({ shardId: shard.shardId, target: node.nodeId, expectedPrimary: primary.nodeId });
    } else {
      const { nodeId, role, status } = node;
      return refuse('not yet', decide('NODE_NOT_ELIGIBLE', { node: nodeId, role, status }));
    }
  }
  return chosen(pins, alreadyThere);
}

function faultOfNames(shards: readonly Shard[], nodes: readonly string[]): Decision | undefined {
  if (nodes.length === 0) return decide('NO_NODES_NAMED', {});
  if (nodes.length > MOST_NODES_A_CALL) {
    return decide('TOO_MANY_NODES', { nodes: nodes.length, limit: MOST_NODES_A_CALL });
  }
  const known = new Set(shards.flatMap((shard) => shard.nodes.map((node) => node.nodeId)));
  const unknown = nodes.filter((node) => !known.has(node));
  if (unknown.length > 0) return decide('NODE_NOT_FOUND', { nodes: unknown });
  for (const { shardId, nodes: ofShard } of shards) {
    const twice = ofShard.map((node) => node.nodeId).filter((node) => nodes.includes(node));
    if (twice.length > 1) return decide('TWO_NODES_OF_ONE_SHARD', { shardId, nodes: twice });
  }
  return undefined;
}

function chosen(pins: readonly Pin[], alreadyThere: readonly string[]): Choice {
  const decision =
    pins.length === 0
      ? decide('ALL_TARGETS_ALREADY_PRIMARY', { shards: alreadyThere.length })
      : decide('TARGETS_CHOSEN', {
          targets: pins.map((pin) => pin.target),
          shards: pins.length,
          already: alreadyThere.length === 0 ? undefined : alreadyThere.length,
        });
  return { chosen: true, pins, alreadyThere, decision };
}

function refuse(answer: 'not yet' | 'no', decision: Decision): Choice {
  return { chosen: false, verdict: { gate: 'targets', answer, reason: 'NOT_READY', decision } };
}
