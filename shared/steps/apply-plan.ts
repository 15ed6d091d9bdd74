import type { Plan } from '../plan/plan.ts';
import { type PlanPointer, applyPlan as planWrites } from '../protocol/control.ts';
import { freezeSpans } from '../time/freezes.ts';
import type { Ports } from './ports.ts';

/** The largest plan that every store keeps in one item, in bytes of its text: DynamoDB's 400 KB less keys and room. */
export const LARGEST_PLAN_TEXT = 390_000;

/** A checked plan as it is stored. */
export const planText = (plan: Plan): string => JSON.stringify(plan);

/**
 * Puts a checked plan in force: stores it under its hash, with its freezes as instants, so that every send is checked
 * against them from this commit on, whatever plan its run began under. Applying the same plan again changes nothing that
 * a run can see. Throws `ValueRefused` for a plan beyond `LARGEST_PLAN_TEXT`.
 */
export async function applyPlan(
  ports: Pick<Ports, 'store' | 'clock'>,
  plan: Plan,
  by?: string,
): Promise<PlanPointer> {
  const pointer: PlanPointer = {
    hash: plan.hash,
    appliedAt: ports.clock.now(),
    ...(by !== undefined && { by }),
    freezes: freezeSpans(plan.freezes).map(({ name, from, until }) => ({
      name,
      startsAt: from,
      endsAt: until,
    })),
    switching: Object.values(plan.accounts)
      .filter((account) => account.mode === 'switch')
      .map((account) => account.name),
  };
  await ports.store.transact(planWrites(pointer, planText(plan)));
  return pointer;
}
