import { expect, it } from 'vitest';
import { differenceLines } from '../../shared/cli/plan-difference.ts';
import { wordsOf } from '../../shared/cli/words.ts';

const NOTHING = { added: [], removed: [], elsewhere: [], modes: [], runs: { before: 4, after: 4 } };
const english = wordsOf({ language: 'en' });

it('tells the runs alone where nothing else changed, and nothing where the service told nothing', () => {
  expect(differenceLines(NOTHING, english)).toEqual([
    'Runs due in the next 30 days: 4; by the plan before: 4.',
  ]);
  expect(differenceLines(undefined, english)).toEqual([]);
});

it('tells instances, modes and runs, a line each', () => {
  const difference = {
    added: ['cn-beijing/redis-d'],
    removed: ['cn-beijing/redis-a'],
    elsewhere: Array.from({ length: 12 }, (_, number) => `r/${number}`),
    modes: [{ account: 'prod', before: 'observe' as const, after: 'switch' as const }, { account: 'lab' }],
    runs: { before: 12, after: 9 },
  };

  expect(differenceLines(difference, english)).toEqual([
    'Switched from now on: cn-beijing/redis-d.',
    'Switched no more: cn-beijing/redis-a.',
    'Switched by another rule: r/0, r/1, r/2, r/3, r/4, r/5, r/6, r/7, r/8, r/9 and 2 more.',
    'Account prod: observe → switch.',
    'Account lab: none → none.',
    'Runs due in the next 30 days: 9; by the plan before: 12.',
  ]);
  expect(differenceLines(difference, wordsOf({ language: 'zh-CN' }))[0]).toBe(
    '今后会切换：cn-beijing/redis-d。',
  );
});
