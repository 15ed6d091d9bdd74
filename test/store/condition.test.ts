import { expect, it } from 'vitest';
import { holds } from '../../shared/store/condition.ts';
import { conditionTable } from '../contract/condition-table.ts';

it.each(conditionTable)('$name', ({ condition, item, holds: expected }) => {
  expect(holds(condition, item)).toBe(expected);
});
