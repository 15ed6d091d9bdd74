import { expect, it } from 'vitest';
import { duplicateFaults } from '../../shared/plan/duplicates.ts';

it('finds each name that an earlier entry has, and nothing in entries without one', () => {
  const found = duplicateFaults('rules', [
    { name: 'a' },
    {},
    { name: 'b' },
    { name: 'a' },
    {},
    { name: 'a' },
  ]);

  expect(found).toEqual([
    { path: ['rules', 3, 'name'], sentence: 'rules[0] is called a already: a name is given once.' },
    { path: ['rules', 5, 'name'], sentence: 'rules[0] is called a already: a name is given once.' },
  ]);
});
