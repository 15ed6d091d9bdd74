import { expect, it } from 'vitest';
import { DECISION_CODES, GATES, OUTCOMES, REASONS } from '../../shared/switchover/codes.ts';

it.each([
  ['outcomes', OUTCOMES],
  ['reasons', REASONS],
  ['gates', GATES],
  ['decisions', DECISION_CODES],
])('names each of the %s once', (_, names: readonly string[]) => {
  expect(new Set(names).size).toBe(names.length);
});
