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

/** A stored plan version. It never changes, so callers may keep it by its hash. Throws `PlanMissing`. */
export async function planVersion(store: Store, hash: string): Promise<Plan> {
  const item = await store.get(keys.planVersion(hash));
  if (item === undefined) throw new PlanMissing(`plan ${hash}`);
  return planOf(readPlanText(item));
}

/** The plans that were read last: each pass and each step reads the same few again. */
const readLast = new Map<string, Plan>();
const PLANS_REMEMBERED = 8;

function planOf(text: string): Plan {
  const known = readLast.get(text);
  if (known !== undefined) return known;
  const plan: Plan = JSON.parse(text);
  if (readLast.size >= PLANS_REMEMBERED) readLast.clear();
  readLast.set(text, plan);
  return plan;
}

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
