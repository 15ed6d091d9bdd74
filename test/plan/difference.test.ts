import { describe, expect, it } from 'vitest';
import { planDifference } from '../../shared/plan/difference.ts';
import { readPlan } from '../../shared/plan/read.ts';
import { DAY } from '../../shared/time/clock.ts';

const FROM = Date.parse('2026-11-23T00:00:00+08:00');
const TO = FROM + 7 * DAY;

function plan(rules: readonly string[], over = '', mode = 'observe') {
  const reading = readPlan(`
timezone: Asia/Shanghai
accounts: { prod: { region: cn-beijing, credentials: prod, mode: ${mode} } }
windows: { nights: { days: mon-thu, open: "02:00", close: "04:30" } }
defaults: { account: prod, window: nights, notify: dba }
notify: { dba: { log: dba } }
${over}
rules: [${rules.join(', ')}]
`);
  if ('faults' in reading) throw new Error(reading.faults.map(({ sentence }) => sentence).join(' '));
  return reading.plan;
}

const rule = (name: string, instance: string) =>
  `{ name: ${name}, match: { instance: ${instance} }, every: opening }`;
const between = (...[before, after]: [ReturnType<typeof plan> | undefined, ReturnType<typeof plan>]) =>
  planDifference(before, after, FROM, TO);

describe('what another plan changes', () => {
  it('is nothing where nothing changed', () => {
    const same = plan([rule('a', 'redis-a')]);

    expect(between(same, same)).toEqual({
      added: [],
      removed: [],
      elsewhere: [],
      modes: [],
      runs: { before: 4, after: 4 },
    });
  });

  it('is everything where there was none', () => {
    expect(between(undefined, plan([rule('a', 'redis-a')]))).toEqual({
      added: ['cn-beijing/redis-a'],
      removed: [],
      elsewhere: [],
      modes: [{ account: 'prod', after: 'observe' }],
      runs: { before: 0, after: 4 },
    });
  });

  it('is told by instance, by mode and in runs', () => {
    const before = plan([rule('a', 'redis-a'), rule('b', 'redis-b'), rule('c', 'redis-c')]);
    const after = plan(
      [
        '{ name: no, match: { instance: redis-b }, never: by hand }',
        rule('b', 'redis-b'),
        rule('cc', 'redis-c'),
        rule('d', 'redis-d'),
      ],
      'freezes: [{ name: f, from: 2026-11-24, through: 2026-11-24 }]',
      'switch',
    );

    expect(between(before, after)).toEqual({
      added: ['cn-beijing/redis-d'],
      removed: ['cn-beijing/redis-a', 'cn-beijing/redis-b'],
      elsewhere: ['cn-beijing/redis-c'],
      modes: [{ account: 'prod', before: 'observe', after: 'switch' }],
      runs: { before: 12, after: expect.any(Number) },
    });
  });

  it('leaves out what falls into a freeze', () => {
    const frozen = 'freezes: [{ name: f, from: 2026-11-24, through: 2026-11-25 }]';

    expect(between(plan([rule('a', 'redis-a')]), plan([rule('a', 'redis-a')], frozen)).runs).toEqual({
      before: 4,
      after: 2,
    });
  });
});
