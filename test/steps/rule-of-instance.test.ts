import { describe, expect, it } from 'vitest';
import type { Plan, Rule } from '../../shared/plan/plan.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { ruleNaming, ruleWithTags, stillAllowed } from '../../shared/steps/rule-of-instance.ts';
import { makeRig, rule, SOLO } from './rig.ts';

const rig = await makeRig();
const plan: Plan = await planVersion(rig.store, (await planPointer(rig.store)).hash);
const solo = rule('solo', SOLO);
const guard: Rule = { name: 'guard', match: { tag: { tier: '0' } }, never: 'By hand.' };
const tagged: Rule = { ...solo, name: 'tagged', match: { tag: { tier: '1' } } };
const withRules = (...rules: readonly Rule[]): Plan => ({ ...plan, rules });

describe('the rule of an instance', () => {
  it('is the first that names it, as far as its id tells', () => {
    expect(ruleNaming(withRules(solo, rule('second', SOLO)), SOLO)).toBe(solo);
    expect(ruleNaming(withRules(guard, solo), SOLO)).toBe(solo);
    expect(ruleNaming(withRules(guard), SOLO)).toBeUndefined();
    expect(ruleNaming(withRules(solo), 'redis-x')).toBeUndefined();
  });

  it.each([
    { name: 'its own', rules: [guard, solo], tags: { tier: '1' }, expected: solo },
    {
      name: 'one that says never, which comes first',
      rules: [guard, solo],
      tags: { tier: '0' },
      expected: guard,
    },
    {
      name: 'none: another rule comes first',
      rules: [tagged, solo],
      tags: { tier: '1' },
      expected: undefined,
    },
    {
      name: 'none: what decides is not known',
      rules: [{ ...tagged, match: { pattern: 'redis-*' } }, solo],
      tags: {},
      expected: undefined,
    },
  ])('once its tags are known is $name', ({ rules, tags, expected }) => {
    expect(ruleWithTags(withRules(...rules), SOLO, tags, 'solo')).toBe(expected);
  });
});

describe('a run whose plan is no longer the one in force', () => {
  const never: Rule = { name: 'hands-off', match: { instance: SOLO }, never: 'By hand.' };
  const renamed: Rule = { ...solo, name: 'solo-renamed' };

  it.each<[string, Plan, Rule | undefined]>([
    ['goes on where its rule was merely renamed', withRules(renamed), solo],
    ['hears never', withRules(never, solo), never],
    ['is covered no more', withRules(), undefined],
  ])('%s', (_what, inForce, allowed) => {
    expect(stillAllowed(inForce, SOLO, {}, solo)).toBe(allowed);
  });
});
