import { expect, it } from 'vitest';
import { ruleGate } from '../../../shared/switchover/gates/rule.ts';
import { going } from './going.ts';

it('lets through an instance that a rule covers', () => {
  expect(ruleGate(going())).toEqual({
    gate: 'rule',
    answer: 'yes',
    decision: { code: 'RULE_MATCHES', data: { rule: 'orders' } },
  });
});

it.each([
  ['one that no rule covers', undefined, { code: 'NO_RULE_MATCHES', data: { instanceId: 'redis-1' } }],
  [
    'one that its rule says never to touch',
    { name: 'leave-alone', never: 'Ask the DBAs.' },
    { code: 'RULE_SAYS_NEVER', data: { rule: 'leave-alone', sentence: 'Ask the DBAs.' } },
  ],
])('refuses %s', (_, rule, decision) => {
  expect(ruleGate(going({ rule }))).toEqual({ gate: 'rule', answer: 'no', reason: 'NEVER', decision });
});
