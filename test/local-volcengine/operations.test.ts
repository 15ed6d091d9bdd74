import { expect, it } from 'vitest';
import { isOperation, OPERATIONS } from '../../shared/local-volcengine/operations.ts';

it('names are exact in letter case', () => {
  for (const operation of OPERATIONS) expect(isOperation(operation)).toBe(true);
  expect(isOperation('switchover')).toBe(false);
  expect(isOperation('DescribeRegions')).toBe(false);
});
