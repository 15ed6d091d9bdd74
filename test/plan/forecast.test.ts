import { describe, expect, it } from 'vitest';
import { forecast } from '../../shared/plan/forecast.ts';
import type { Cadence, Freeze, Plan, Window } from '../../shared/plan/plan.ts';
import { readPlan } from '../../shared/plan/read.ts';

const DAILY: Window = {
  name: 'nights',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  open: '02:00',
  close: '04:00',
  cutoff: 600_000,
  timezone: 'Asia/Shanghai',
};

const BASE = `
timezone: Asia/Shanghai
accounts: { prod: { region: cn-beijing, credentials: prod, mode: observe } }
windows: { nights: { days: mon-sun, open: "02:00", close: "04:00" } }
rules:
  - { name: one, match: { instance: redis-x }, account: prod, window: nights, every: opening }
`;

function planWith(
  cadence: Cadence,
  over: { window?: Partial<Window>; freezes?: readonly Freeze[] } = {},
): Plan {
  const reading = readPlan(BASE);
  if (!('plan' in reading)) throw new Error(JSON.stringify(reading.faults));
  const { plan } = reading;
  return {
    ...plan,
    windows: { nights: { ...DAILY, ...over.window } },
    freezes: over.freezes ?? [],
    rules: plan.rules.map((rule) => ('never' in rule ? rule : { ...rule, cadence })),
  };
}

const from = Date.parse('2026-11-23T00:00:00Z');
const to = Date.parse('2026-12-03T00:00:00Z');

const told = (plan: Plan, until = to) =>
  forecast(plan, from, until).flatMap(({ foreseen }) =>
    foreseen.map(({ kind, key, freeze }) => `${key} ${freeze === undefined ? kind : 'frozen'}`),
  );

describe('a forecast follows the plan alone', () => {
  it('puts the next one off from each that goes through', () => {
    expect(told(planWith({ kind: 'days-since-proven', days: 4 }))).toEqual([
      '2026-11-24 due',
      '2026-11-28 due',
      '2026-12-02 due',
    ]);
  });

  it('takes the first night after a freeze where the nights before it were frozen', () => {
    const freeze = {
      name: 'Double 12',
      from: '2026-11-28',
      through: '2026-11-29',
      timezone: 'Asia/Shanghai',
    };

    expect(told(planWith({ kind: 'days-since-proven', days: 4 }, { freezes: [freeze] }))).toEqual([
      '2026-11-24 due',
      '2026-11-28 frozen',
      '2026-11-29 frozen',
      '2026-11-30 due',
    ]);
  });

  it('shows an opening that a change of the clocks swallows', () => {
    const window = { open: '02:10', close: '02:50', timezone: 'Europe/Berlin' };
    const plan = planWith({ kind: 'weekdays', days: ['sun'] }, { window });
    const spring = Date.parse('2027-03-27T00:00:00Z');

    const kinds = forecast(plan, spring, spring + 3 * 86_400_000).flatMap(({ foreseen }) => foreseen);

    expect(kinds).toMatchObject([{ kind: 'swallowed', key: '2027-03-28' }]);
  });

  it('has nothing to say of a rule that never switches', () => {
    const plan = planWith({ kind: 'every-opening' });
    const never: Plan = {
      ...plan,
      rules: [{ name: 'one', match: { instance: 'redis-x' }, never: 'By hand.' }],
    };

    expect(forecast(never, from, to)).toEqual([]);
  });
});
