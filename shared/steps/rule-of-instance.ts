import { ruleFor } from '../plan/match.ts';
import type { Plan, Rule } from '../plan/plan.ts';

/**
 * The rule that an instance belongs to as far as its id tells: the first that matches, or, where an earlier rule asks for
 * tags that are not known here, the first that names the id. CheckWindow and SwitchOver decide again with the tags.
 */
export function ruleNaming(plan: Plan, instanceId: string): Rule | undefined {
  const match = ruleFor(plan, { instanceId });
  if (match.kind === 'matches') return match.rule;
  return match.kind === 'none' ? undefined : plan.rules.find((rule) => rule.match.instance === instanceId);
}

/**
 * The rule that the instance really belongs to, now that its tags are known; `undefined` when it is not the run's own: the
 * plan's first match decides, and what cannot be decided is not touched.
 */
export function ruleWithTags(
  plan: Plan,
  instanceId: string,
  tags: Readonly<Record<string, string>>,
  ruleName: string | undefined,
): Rule | undefined {
  const match = ruleFor(plan, { instanceId, tags });
  if (match.kind !== 'matches') return undefined;
  return 'never' in match.rule || match.rule.name === ruleName ? match.rule : undefined;
}

/**
 * The run's own rule, unless the plan in force by now says never, or covers the instance no more. A rule that was merely
 * renamed, or whose window moved, lets a started run go on.
 */
export function stillAllowed(
  inForce: Plan,
  instanceId: string,
  tags: Readonly<Record<string, string>> | undefined,
  own: Rule | undefined,
): Rule | undefined {
  const match = ruleFor(inForce, tags === undefined ? { instanceId } : { instanceId, tags });
  if (match.kind === 'none') return undefined;
  return match.kind === 'matches' && 'never' in match.rule ? match.rule : own;
}
