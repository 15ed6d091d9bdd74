import { planVersion } from '../steps/plan-in-force.ts';
import type { Store } from '../store/store.ts';

/**
 * The zone of a plan by its hash. A plan version never changes, so each is read once, by however many ask at the same
 * moment; a read that failed is tried again by the next. Throws `PlanMissing`.
 */
export function makeZones(store: Store): (planHash: string) => Promise<string> {
  const reads = new Map<string, Promise<string>>();
  return async (planHash) => {
    const read = reads.get(planHash) ?? planVersion(store, planHash).then(({ timezone }) => timezone);
    reads.set(planHash, read);
    try {
      return await read;
    } catch (error) {
      reads.delete(planHash);
      throw error;
    }
  };
}
