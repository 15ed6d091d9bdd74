import { expect, it } from 'vitest';
import { type Path, showPath } from '../../shared/plan/faults.ts';

it.each<[Path, string]>([
  [[], ''],
  [['timezone'], 'timezone'],
  [['rules', 2, 'match', 'instance'], 'rules[2].match.instance'],
  [['rules', 0], 'rules[0]'],
])('%j is shown as %s', (path, shown) => {
  expect(showPath(path)).toBe(shown);
});
