import { describe, expect, it } from 'vitest';
import { planText, soundPlan, told } from './plan-examples.ts';

const rules = (...entries: string[]) =>
  planText({ rules: `rules:\n${entries.map((entry) => `  - { ${entry} }`).join('\n')}` });
const orders = (fields: string) => rules(`name: orders, match: { instance: redis-orders }, ${fields}`);
const SWITCHING = 'accounts:\n  prod: { region: cn-beijing, credentials: c, mode: switch }';

describe('a rule', () => {
  it('replaces whole fields of the defaults', () => {
    const text = planText({
      defaults:
        'defaults: { account: prod, window: weeknights, notify: dba, target: { zone: a }, settle: 1m, cooldown: 10h }',
      rules:
        'rules:\n  - { name: o, match: { instance: i }, every: opening, target: other-zone, cooldown: 12h }',
    });

    expect(soundPlan(text).rules).toMatchObject([
      { target: { kind: 'other-zone' }, settle: 60_000, cooldown: 12 * 3_600_000 },
    ]);
  });

  it('that says never needs nothing else', () => {
    const text = planText({
      defaults: 'defaults: {}',
      rules: 'rules:\n  - { name: o, match: { instance: i }, never: Ask. }',
    });

    expect(soundPlan(text).rules).toEqual([{ name: 'o', match: { instance: 'i' }, never: 'Ask.' }]);
  });

  it('may name nodes with once', () => {
    expect(soundPlan(orders('once: 2026-11-12, target: { nodes: [a, b] }')).rules).toMatchObject([
      { cadence: { kind: 'once', date: '2026-11-12' }, target: { kind: 'nodes', nodes: ['a', 'b'] } },
    ]);
  });
});

describe('faults of rules', () => {
  it.each([
    ['no every, once or never', orders('account: prod'), ['rules[0]: orders has no every, once or never.']],
    [
      'both every and once',
      orders('every: opening, once: 2026-11-12'),
      ['rules[0].once: orders has every already.'],
    ],
    [
      'never with more',
      orders('never: No., account: prod, cooldown: 1h'),
      [
        'rules[0].account: orders says never: account has no meaning.',
        'rules[0].cooldown: orders says never: cooldown has no meaning.',
      ],
    ],
    [
      'a name given twice',
      rules('name: a, match: { instance: i }, never: No.', 'name: a, match: { instance: j }, never: No.'),
      ['rules[1].name: rules[0] is called a already: a name is given once.'],
    ],
    [
      'nodes with every',
      orders('every: opening, target: { nodes: [a] }'),
      [
        'rules[0].target: orders names nodes, which only once can: after a switchover they are no secondaries any more.',
      ],
    ],
    [
      'a settle time that proves nothing',
      orders('every: opening, settle: 29s'),
      ['rules[0].settle: settle must be 30s or more: two reads that far apart are the proof.'],
    ],
    [
      'a window that is no name, and nothing about that of the defaults',
      orders('every: fri, window: 5'),
      ['rules[0].window: window must be a name, not 5.'],
    ],
    [
      'a day that the window does not have',
      orders('every: fri'),
      ['rules[0].every: weeknights opens on mon, tue, wed, thu, never on fri.'],
    ],
    [
      'a cool-down over the next opening',
      orders('every: opening, cooldown: 24h'),
      [
        'rules[0].cooldown: cooldown 1d is not shorter than 1d, the shortest time between two openings of this rule.',
      ],
    ],
    [
      'every fault of a rule at once',
      orders('every: fortnight, window: weeknight, account: prd'),
      [
        'rules[0].every: every must be opening · tue or tue,thu · 1st|2nd|3rd|4th|last tue · 30 days, not "fortnight".',
        'rules[0].window: windows has no entry weeknight.',
        'rules[0].account: accounts has no entry prd.',
      ],
    ],
  ])('%s', (_, text, faults) => {
    expect(told(text)).toEqual(faults);
  });

  it('a switch account whose rule tells nobody', () => {
    const text = planText({
      accounts: SWITCHING,
      defaults: 'defaults: { account: prod, window: weeknights }',
      rules:
        'rules:\n  - { name: a, match: { instance: i }, every: opening }\n  - { name: b, match: { instance: j }, every: opening, notify: dba }',
    });

    expect(told(text)).toEqual([
      'rules[0]: a switches in prod and tells nobody: name a notify here or in defaults.',
    ]);
  });

  it('an account that observes may tell nobody', () => {
    expect(told(planText({ defaults: 'defaults: { account: prod, window: weeknights }' }))).toEqual([]);
  });
});
