import { describe, expect, it } from 'vitest';
import type { Cadence } from '../../shared/plan/plan.ts';
import { dueCandidates } from '../../shared/steps/due-candidates.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { DAY, HOUR, MINUTE } from '../../shared/time/clock.ts';
import { FLEET, makeRig, NIGHT, type Rig, rule, SOLO } from './rig.ts';

const OPENS = NIGHT - 10 * MINUTE;
const candidatesOf = async (rig: Rig, since: number, now: number) => {
  const plan = await planVersion(rig.store, (await planPointer(rig.store)).hash);
  return await dueCandidates(rig.ports, plan, since, now);
};
const namesOf = (candidates: Awaited<ReturnType<typeof candidatesOf>>) =>
  candidates.map(({ acceptance, dueAt }) => [acceptance.rule, dueAt]);

describe('the candidates of a pass', () => {
  it('are the occurrences since the last one, both ends included, oldest first', async () => {
    const rig = await makeRig();
    const days = await candidatesOf(rig, OPENS, OPENS + DAY);
    expect(days.map(({ dueAt }) => dueAt)).toEqual([OPENS, OPENS, OPENS + DAY, OPENS + DAY]);
    expect(await candidatesOf(rig, OPENS + 1, OPENS + DAY - 1)).toEqual([]);
  });

  it('come in one order, whatever the order of the rules', async () => {
    const rig = await makeRig();
    const turned = await makeRig({ plan: (plan) => ({ ...plan, rules: plan.rules.toReversed() }) });
    expect(namesOf(await candidatesOf(turned, OPENS, OPENS))).toEqual(
      namesOf(await candidatesOf(rig, OPENS, OPENS)),
    );
  });

  it('are no occurrences that have a record', async () => {
    const rig = await makeRig({ at: OPENS });
    const before = await candidatesOf(rig, OPENS, OPENS);
    await rig.due();
    const after = await candidatesOf(rig, OPENS, OPENS);
    expect(before).toHaveLength(2);
    expect(after).toHaveLength(1);
  });

  it('are also the runs that were accepted for a time that has come, and that nobody acts for', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted({ when: NIGHT + HOUR });
    expect(await candidatesOf(rig, NIGHT, NIGHT + HOUR - 1)).toEqual([]);
    expect(await candidatesOf(rig, NIGHT, NIGHT + HOUR)).toMatchObject([{ runId, dueAt: NIGHT + HOUR }]);
    await rig.cancel(runId);
    expect(await candidatesOf(rig, NIGHT, NIGHT + HOUR)).toEqual([]);
  });

  it('belong to the first rule that names the instance', async () => {
    const rig = await makeRig({
      plan: (plan) => ({
        ...plan,
        rules: [
          { name: 'alone', match: { instance: SOLO }, never: 'No.' },
          ...plan.rules,
          rule('again', FLEET),
        ],
      }),
    });
    expect(namesOf(await candidatesOf(rig, OPENS, OPENS))).toEqual([['fleet', OPENS]]);
  });

  it.each<{ cadence: Cadence; due: readonly number[] }>([
    { cadence: { kind: 'weekdays', days: ['wed'] }, due: [OPENS + DAY] },
    { cadence: { kind: 'once', date: '2026-11-26' }, due: [OPENS + 2 * DAY] },
    { cadence: { kind: 'once', instant: NIGHT + HOUR }, due: [NIGHT + HOUR] },
  ])('$cadence is due when it says', async ({ cadence, due }) => {
    const rig = await makeRig({ plan: (plan) => ({ ...plan, rules: [rule('solo', SOLO, { cadence })] }) });
    const candidates = await candidatesOf(rig, OPENS, OPENS + 2 * DAY);
    expect(candidates.map(({ dueAt }) => dueAt)).toEqual(due);
  });
});
