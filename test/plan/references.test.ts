import { expect, it } from 'vitest';
import { faultsOf, planText } from './plan-examples.ts';

const RULE = 'rules:\n  - { name: orders, match: { instance: i }, every: opening';

it.each([
  [
    'an account of the defaults',
    { defaults: 'defaults: { account: prd, window: weeknights }' },
    'defaults.account',
    'prod',
  ],
  [
    'a window of the defaults',
    { defaults: 'defaults: { account: prod, window: weekends }' },
    'defaults.window',
    undefined,
  ],
  ['somebody to tell', { rules: `${RULE}, notify: dbas }` }, 'rules[0].notify', 'dba'],
  ['a window of a rule', { rules: `${RULE}, window: weeknigths }` }, 'rules[0].window', 'weeknights'],
  [
    'a name that every object has',
    { rules: `${RULE}, account: constructor }` },
    'rules[0].account',
    undefined,
  ],
])('%s that no entry has is one fault, with the nearest name', (_, sections, path, nearest) => {
  const faults = faultsOf(planText(sections));

  expect(faults.map((fault) => [fault.path, fault.nearest])).toEqual([[path, nearest]]);
});

it('a rule without account and window says both', () => {
  expect(
    faultsOf(planText({ defaults: 'defaults: {}' })).map(({ path, sentence }) => [path, sentence]),
  ).toEqual([
    ['rules[0]', 'orders has no account: name one here or in defaults.'],
    ['rules[0]', 'orders has no window: name one here or in defaults.'],
  ]);
});
