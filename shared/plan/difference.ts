import type { Instant } from '../time/clock.ts';
import { forecast } from './forecast.ts';
import type { Account, Plan } from './plan.ts';

/** What another plan changes. Instances are `<region>/<id>`, as far as rules name them. */
export interface PlanDifference {
  /** Switched by the new plan, not by the old one; and the other way round; and by a rule of another name. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly elsewhere: readonly string[];
  /** Accounts whose mode is another, or that are new or gone. */
  readonly modes: readonly {
    readonly account: string;
    readonly before?: Account['mode'];
    readonly after?: Account['mode'];
  }[];
  /** How many runs are due in [from, to), those in freezes left out. */
  readonly runs: { readonly before: number; readonly after: number };
}

/** Compares two plans by themselves: no records, no vendor. Without a plan before, everything is new. */
export function planDifference(
  before: Plan | undefined,
  after: Plan,
  from: Instant,
  to: Instant,
): PlanDifference {
  const [old, fresh] = [switchedBy(before), switchedBy(after)];
  return {
    added: [...fresh.keys()].filter((instance) => !old.has(instance)),
    removed: [...old.keys()].filter((instance) => !fresh.has(instance)),
    elsewhere: [...fresh].flatMap(([instance, rule]) =>
      old.has(instance) && old.get(instance) !== rule ? [instance] : [],
    ),
    modes: modesOf(before, after),
    runs: { before: before === undefined ? 0 : dueIn(before, from, to), after: dueIn(after, from, to) },
  };
}

/** The rule of each instance that a rule names: the first one that does. */
function switchedBy(plan: Plan | undefined): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  const spoken = new Set<string>();
  for (const rule of plan?.rules ?? []) {
    const { instance } = rule.match;
    if (instance === undefined || spoken.has(instance)) continue;
    spoken.add(instance);
    if (!('never' in rule)) rules.set(`${plan?.accounts[rule.account]?.region ?? ''}/${instance}`, rule.name);
  }
  return rules;
}

function modesOf(before: Plan | undefined, after: Plan): PlanDifference['modes'] {
  const names = new Set([...Object.keys(before?.accounts ?? {}), ...Object.keys(after.accounts)]);
  return [...names].flatMap((account) => {
    const [old, fresh] = [before?.accounts[account]?.mode, after.accounts[account]?.mode];
    if (old === fresh) return [];
    return [{ account, ...(old && { before: old }), ...(fresh && { after: fresh }) }];
  });
}

const dueIn = (plan: Plan, from: Instant, to: Instant): number =>
  forecast(plan, from, to)
    .flatMap(({ rule, foreseen }) => (rule.match.instance === undefined ? [] : foreseen))
    .filter(({ kind, freeze }) => kind === 'due' && freeze === undefined).length;
