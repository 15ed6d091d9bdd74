import { expect, it } from 'vitest';
import { page } from '../../shared/local-volcengine/page.ts';

it.each([
  [1, 2, ['a', 'b']],
  [2, 2, ['c']],
  [3, 2, []],
  [1, 10, ['a', 'b', 'c']],
])('page %i of %i rows each is %j', (number, size, rows) => {
  expect(page(['a', 'b', 'c'], number, size)).toEqual(rows);
});
