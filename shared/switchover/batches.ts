import { MOST_NODES_A_CALL, type Pin } from './targets.ts';

/**
 * Splits the pins into the batches of one call each: with more than one shard the first goes alone, to be verified
 * before the rest; then at most `shardsAtOnce` (held to 1–50) a batch. Disjoint, in the given order, nothing left out.
 */
export function planBatches(pins: readonly Pin[], shardsAtOnce: number): readonly (readonly Pin[])[] {
  const [first, ...rest] = pins;
  if (first === undefined) return [];
  const size = Math.min(Math.max(Math.trunc(shardsAtOnce) || 1, 1), MOST_NODES_A_CALL);
  const batches: (readonly Pin[])[] = [[first]];
  for (let start = 0; start < rest.length; start += size) batches.push(rest.slice(start, start + size));
  return batches;
}
