import { expect, it } from 'vitest';
import { forecastLines } from '../../shared/cli/forecast-text.ts';
import type { RuleForecast } from '../../shared/plan/forecast.ts';
import type { Cadence } from '../../shared/plan/plan.ts';
import { readPlan } from '../../shared/plan/read.ts';

const reading = readPlan(`
timezone: Asia/Shanghai
accounts: { prod: { region: cn-beijing, credentials: prod, mode: observe } }
windows: { nights: { days: mon-sun, open: "02:00", close: "04:00" } }
rules:
  - { name: one, match: { instance: redis-x }, account: prod, window: nights, every: opening }
`);
if (!('plan' in reading)) throw new Error(JSON.stringify(reading.faults));
const { plan } = reading;
const [rule] = plan.rules;
const window = plan.windows.nights;
if (rule === undefined || 'never' in rule || window === undefined) throw new Error('no rule');

const dueAt = Date.parse('2026-11-23T18:00:00Z');
const opening = {
  day: '2026-11-24',
  opensAt: dueAt,
  cutoffAt: dueAt + 6_600_000,
  closesAt: dueAt + 7_200_000,
};

const linesOf = (foreseen: RuleForecast['foreseen'], cadence: Cadence = rule.cadence) =>
  forecastLines(plan, [{ rule: { ...rule, cadence }, window, foreseen }], 'en');

it('says of each occurrence what would become of it, and counts them', () => {
  const lines = linesOf([
    { kind: 'due', key: '2026-11-24', dueAt, opening },
    { kind: 'due', key: '2026-11-24', dueAt, opening, freeze: 'Double 11' },
    { kind: 'swallowed', key: '2026-11-24', dueAt },
    { kind: 'outside-window', key: '2026-11-24', dueAt },
  ]);

  expect(lines).toEqual([
    '',
    'one  redis-x  opening, nights 02:00–04:00 Asia/Shanghai',
    '  Tue 2026-11-24 02:00 Asia/Shanghai  due; cutoff 03:50, closes 04:00',
    '  Tue 2026-11-24 02:00 Asia/Shanghai  frozen by "Double 11"',
    '  Tue 2026-11-24 02:00 Asia/Shanghai  swallowed by a change of the clocks; recorded as skipped',
    '  Tue 2026-11-24 02:00 Asia/Shanghai  outside its window; recorded as skipped',
    '',
    '1 due, 1 frozen, 2 lost to clocks or windows.',
  ]);
});

it('says that there is nothing', () => {
  expect(linesOf([])).toContain('  nothing in this time');
});

it.each([
  [{ kind: 'every-opening' }, 'opening'],
  [{ kind: 'weekdays', days: ['tue', 'thu'] }, 'tue,thu'],
  [{ kind: 'nth-weekday', nth: 1, day: 'tue' }, '1st tue'],
  [{ kind: 'nth-weekday', nth: 'last', day: 'fri' }, 'last fri'],
  [{ kind: 'days-since-proven', days: 30 }, '30 days'],
  [{ kind: 'once', date: '2026-11-24' }, 'once 2026-11-24'],
  [{ kind: 'once', instant: dueAt }, 'once 2026-11-23T18:00:00.000Z'],
] as const)('writes %j as the plan does', (cadence, text) => {
  expect(linesOf([], cadence)[1]).toContain(`  ${text}, nights`);
});
