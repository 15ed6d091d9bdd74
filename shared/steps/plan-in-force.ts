import type { Account, Plan, SwitchRule } from '../plan/plan.ts';
import { type PlanPointer, readPlanPointer, readPlanText } from '../protocol/control.ts';
import { keys } from '../protocol/keys.ts';
import type { Run } from '../protocol/run.ts';
import type { Store } from '../store/store.ts';

/** No plan was ever applied to this store, or the version that a run names is gone. */
export class PlanMissing extends Error {
  override readonly name = 'PlanMissing';

  constructor(what: string) {
    super(`read ${what} → not in the store; apply a plan first`);
  }
}

/** What is in force now. Consistent read. Throws `PlanMissing`. */
export async function planPointer(store: Store): Promise<PlanPointer> {
  const item = await store.get(keys.currentPlan());
  if (item === undefined) throw new PlanMissing('the plan in force');
  return readPlanPointer(item);
}

/**
 * A stored plan version. It never changes, so each process reads it once from each store: what may change is which hash is
 * in force, and callers read that each time. Throws `PlanMissing`.
 */
export async function planVersion(store: Store, hash: string): Promise<Plan> {
  const versions = readFrom.get(store) ?? new Map<string, Plan>();
  readFrom.set(store, versions);
  const known = versions.get(hash);
  if (known !== undefined) return known;
  const item = await store.get(keys.planVersion(hash));
  if (item === undefined) throw new PlanMissing(`plan ${hash}`);
  const plan: Plan = JSON.parse(readPlanText(item));
  if (versions.size >= VERSIONS_KEPT) versions.clear();
  versions.set(hash, plan);
  return plan;
}

const readFrom = new WeakMap<Store, Map<string, Plan>>();
const VERSIONS_KEPT = 8;

/** The rule that a run was accepted under, in the plan of its own hash. Throws `PlanMissing`. */
export function ruleOf(plan: Plan, run: Pick<Run, 'rule'>): SwitchRule {
  const rule = plan.rules.find((candidate) => candidate.name === run.rule);
  if (rule === undefined || 'never' in rule)
    throw new PlanMissing(`rule ${run.rule ?? '(none)'} of plan ${plan.hash}`);
  return rule;
}

/** The account of a run, in the plan of its own hash. Throws `PlanMissing`. */
export function accountOf(plan: Plan, run: Pick<Run, 'account'>): Account {
  const account = plan.accounts[run.account];
  if (account === undefined) throw new PlanMissing(`account ${run.account} of plan ${plan.hash}`);
  return account;
}
