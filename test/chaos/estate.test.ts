import { expect, it } from 'vitest';
import { readSeed } from '../../shared/local-volcengine/seed.ts';
import { readPlan } from '../../shared/plan/read.ts';
import { instancesOf, planText, seedText } from './estate.ts';
import { scheduleOf } from './schedule.ts';

const schedule = scheduleOf(1, 200);
const ids = instancesOf(schedule).map(({ instance }) => instance);

it('the seed has every instance, and remembers no token', () => {
  const seed = readSeed(seedText(schedule));

  expect(seed.instances.map(({ id }) => id)).toEqual(ids);
  expect(seed.tokens.life).toBe(0);
});

it.each(['2026-11-25T12:34:56Z', '2026-11-25T23:10:00Z', '2026-12-31T00:30:00Z'])(
  'the plan has no fault, and a rule for every instance: %s',
  (now) => {
    const reading = readPlan(planText(schedule, Date.parse(now)));

    expect(reading).toHaveProperty('plan');
    const rules = 'plan' in reading ? reading.plan.rules : [];
    expect(new Set(rules.map(({ match }) => match.instance))).toEqual(new Set(ids));
  },
);
