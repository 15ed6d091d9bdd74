import { describe, expect, it } from 'vitest';
import {
  accountOf,
  PlanMissing,
  planPointer,
  planVersion,
  ruleOf,
} from '../../shared/steps/plan-in-force.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { makeRig } from './rig.ts';

describe('the plan in force', () => {
  it('is missing, and said to be, before any was applied', async () => {
    const store = makeMemoryStore();
    await expect(planPointer(store)).rejects.toBeInstanceOf(PlanMissing);
    await expect(planVersion(store, 'x')).rejects.toThrow('plan x');
  });

  it('gives a run its own rule and account, and never a rule that says never', async () => {
    const rig = await makeRig();
    const plan = await planVersion(rig.store, (await planPointer(rig.store)).hash);
    expect(ruleOf(plan, { rule: 'solo' }).name).toBe('solo');
    expect(accountOf(plan, { account: 'prod' }).credentials).toBe('prod');
    const alone = { ...plan, rules: [{ name: 'alone', match: {}, never: 'No.' }] };
    expect(() => ruleOf(alone, { rule: 'alone' })).toThrow(PlanMissing);
    expect(() => ruleOf(plan, {})).toThrow('(none)');
    expect(() => accountOf(plan, { account: 'nobody' })).toThrow('account nobody');
  });
});
