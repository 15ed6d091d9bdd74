import type { Instant } from '../time/clock.ts';
import type { WorldFault } from './fault-schema.ts';
import type { Fleet } from './fleet.ts';
import type { Log } from './log.ts';

/** An unplanned change of roles: in each shard concerned the first secondary becomes primary at once. No task is opened. */
export function failOver(
  { fleet, log }: { readonly fleet: Fleet; readonly log: Log },
  fault: Extract<WorldFault, { fault: 'failover' }>,
  at: Instant,
): void {
  const instance = fleet.locate(fault.instance);
  if (instance === undefined) return;
  const { primaries } = fleet.standing(instance, at);
  const swaps = instance.shards.flatMap((shard, number) => {
    if (fault.shards !== undefined && !fault.shards.includes(number)) return [];
    const next = shard.nodes.find((node) => node.nodeId !== primaries[number]);
    return next === undefined ? [] : [{ shard: number, nodeId: next.nodeId, at }];
  });
  fleet.record(instance.id, {
    cause: 'Failover',
    acceptedAt: at,
    shownAt: at,
    endsAt: at + fault.shows,
    swaps,
    failedShards: [],
  });
  const nodeIds = swaps.map((swap) => swap.nodeId);
  log.noteExecuted({ effect: 'Failover', at, instanceId: instance.id, nodeIds });
}
