import type { Plan } from '../plan/plan.ts';
import { type PlanPointer, applyPlan as planWrites } from '../protocol/control.ts';
import { freezeSpans } from '../time/freezes.ts';
import type { Ports } from './ports.ts';

/**
 * Puts a checked plan in force: stores it under its hash, with its freezes as instants, so that every send is checked
 * against them from this commit on, whatever plan its run began under. Applying the same plan again changes nothing that
 * a run can see.
 */
export async function applyPlan(ports: Pick<Ports, 'store' | 'clock'>, plan: Plan): Promise<PlanPointer> {
  const pointer: PlanPointer = {
    hash: plan.hash,
    appliedAt: ports.clock.now(),
    freezes: freezeSpans(plan.freezes).map(({ name, from, until }) => ({
      name,
      startsAt: from,
      endsAt: until,
    })),
    switching: Object.values(plan.accounts)
      .filter((account) => account.mode === 'switch')
      .map((account) => account.name),
  };
  await ports.store.transact(planWrites(pointer, JSON.stringify(plan)));
  return pointer;
}
