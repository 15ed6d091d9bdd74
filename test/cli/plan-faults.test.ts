import { expect, it } from 'vitest';
import { faultCount, faultLines } from '../../shared/cli/plan-faults.ts';

const fault = { path: 'rules[0].windw', line: 3, column: 5, sentence: '"windw" is not a field here.' };

it('shows a fault as compilers do, with the nearest word where there is one', () => {
  expect(faultLines('plan.yaml', [fault, { ...fault, nearest: 'window' }])).toEqual([
    'plan.yaml:3:5  "windw" is not a field here.',
    'plan.yaml:3:5  "windw" is not a field here.  (did you mean window?)',
  ]);
});

it('counts them in words', () => {
  expect(faultCount('plan.yaml', [fault])).toBe('plan.yaml has one fault.');
  expect(faultCount('plan.yaml', [fault, fault])).toBe('plan.yaml has 2 faults.');
});
