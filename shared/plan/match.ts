import type { Match, Plan, Rule } from './plan.ts';

/** What is known of an instance. What is absent is not known, which is not the same as not being so. */
export interface InstanceFacts {
  readonly instanceId: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly project?: string;
}

/** What a match by tag, project or pattern would have to know. */
export type LackingFact = 'tags' | 'project' | 'pattern';

/**
 * To which rule an instance belongs.
 *
 * - `matches`: to this one, the first of the plan that matches it.
 * - `undecidable`: this rule comes first among those that may match it, and what decides is not known. To pass over it
 *   could act on an instance that a `never` protects, so that no rule may be taken.
 * - `none`: no rule matches it.
 */
export type RuleMatch =
  | { readonly kind: 'matches'; readonly rule: Rule }
  | { readonly kind: 'undecidable'; readonly rule: Rule; readonly lacks: readonly LackingFact[] }
  | { readonly kind: 'none' };

/**
 * The first rule that matches an instance, by the facts given.
 *
 * Ids, tags and projects are compared exactly; a rule matches when all that it names does. A pattern is never decided
 * yet: what it is matched against comes with inventories.
 */
export function ruleFor(plan: Pick<Plan, 'rules'>, instance: InstanceFacts): RuleMatch {
  for (const rule of plan.rules) {
    const criteria = criteriaOf(rule.match, instance);
    if (criteria.some(({ holds }) => holds === 'no')) continue;
    const lacks = criteria.flatMap(({ holds }) => (holds === 'yes' || holds === 'no' ? [] : [holds.lacks]));
    return lacks.length === 0 ? { kind: 'matches', rule } : { kind: 'undecidable', rule, lacks };
  }
  return { kind: 'none' };
}

interface Criterion {
  readonly holds: 'yes' | 'no' | { readonly lacks: LackingFact };
}

function criteriaOf(match: Match, { instanceId, tags, project }: InstanceFacts): readonly Criterion[] {
  const criteria: Criterion[] = [];
  if (match.instance !== undefined) criteria.push(equal(match.instance === instanceId));
  if (match.tag !== undefined)
    criteria.push(tags === undefined ? lacking('tags') : equal(hasAll(tags, match.tag)));
  if (match.project !== undefined) {
    criteria.push(project === undefined ? lacking('project') : equal(match.project === project));
  }
  if (match.pattern !== undefined) criteria.push(lacking('pattern'));
  return criteria;
}

const equal = (holds: boolean): Criterion => ({ holds: holds ? 'yes' : 'no' });
const lacking = (lacks: LackingFact): Criterion => ({ holds: { lacks } });

function hasAll(tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}
