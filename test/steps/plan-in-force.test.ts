import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import {
  accountOf,
  PlanMissing,
  planPointer,
  planVersion,
  ruleOf,
} from '../../shared/steps/plan-in-force.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import type { Store } from '../../shared/store/store.ts';
import { makeRig } from './rig.ts';

describe('the plan in force', () => {
  it('is missing, and said to be, before any was applied', async () => {
    const store = makeMemoryStore();
    await expect(planPointer(store)).rejects.toBeInstanceOf(PlanMissing);
    await expect(planVersion(store, 'x')).rejects.toThrow('plan x');
  });

  it('is read once from each store, and its hash each time', async () => {
    const { store } = await makeRig();
    const { hash } = await planPointer(store);
    const reads: string[] = [];
    const noted: Store = {
      ...store,
      get(key) {
        reads.push(key.sort);
        return store.get(key);
      },
    };
    for (let time = 1; time <= 2; time += 1) await planVersion(noted, (await planPointer(noted)).hash);

    expect(reads).toEqual([keys.currentPlan().sort, keys.planVersion(hash).sort, keys.currentPlan().sort]);
  });

  it('is missing from a store that never had it, whatever another has', async () => {
    const { store } = await makeRig();
    const { hash } = await planVersion(store, (await planPointer(store)).hash);

    await expect(planVersion(makeMemoryStore(), hash)).rejects.toBeInstanceOf(PlanMissing);
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
