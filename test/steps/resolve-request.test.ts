import { describe, expect, it } from 'vitest';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { type Request, resolveRequest } from '../../shared/steps/resolve-request.ts';
import { DAY, HOUR, MINUTE } from '../../shared/time/clock.ts';
import { FLEET, makeRig, NIGHT, SOLO } from './rig.ts';

const OPENS = NIGHT - 10 * MINUTE;
const CUTOFF = OPENS + 140 * MINUTE;
const rig = await makeRig();
const plan = await planVersion(rig.store, (await planPointer(rig.store)).hash);
const resolved = (request: Partial<Request>, now = NIGHT) => {
  const found = resolveRequest(plan, { instance: SOLO, when: 'now', ...request }, now);
  if (!found.resolved) throw new Error(found.what);
  return found.subject;
};

describe('a request in the stored plan', () => {
  it.each<{ when: Request['when']; now: number; opensAt: number; startAt: number }>([
    { when: 'now', now: NIGHT, opensAt: OPENS, startAt: NIGHT },
    { when: 'now', now: CUTOFF - 1, opensAt: OPENS, startAt: CUTOFF - 1 },
    { when: 'now', now: CUTOFF, opensAt: OPENS + DAY, startAt: CUTOFF },
    { when: 'now', now: OPENS - HOUR, opensAt: OPENS, startAt: OPENS - HOUR },
    { when: 'window', now: NIGHT, opensAt: OPENS, startAt: NIGHT },
    { when: 'window', now: OPENS - HOUR, opensAt: OPENS, startAt: OPENS },
    { when: 'window', now: CUTOFF, opensAt: OPENS + DAY, startAt: OPENS + DAY },
    { when: NIGHT + HOUR, now: NIGHT - DAY, opensAt: OPENS, startAt: NIGHT + HOUR },
  ])('$when at $now gets the opening of $opensAt, not before $startAt', ({ when, now, opensAt, startAt }) => {
    expect(resolved({ when }, now)).toMatchObject({ opening: { opensAt }, startAt });
  });

  it('gets account, mode, rule and plan from the plan, never from the caller', () => {
    expect(resolved({ rule: 'fleet', instance: undefined })).toMatchObject({
      ...{ account: 'prod', mode: 'switch', rule: 'fleet', instance: `cn-beijing/${FLEET}` },
      plan: plan.hash,
    });
    expect(resolved({ dryRun: true }).mode).toBe('dry run');
  });
});
