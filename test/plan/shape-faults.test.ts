import { expect, it } from 'vitest';
import { shapeFaults } from '../../shared/plan/shape-faults.ts';

const SOUND = { timezone: 'UTC', accounts: {}, windows: {}, rules: [] };

it('finds none in what has the form of a plan', () => {
  expect(shapeFaults(SOUND)).toEqual([]);
});

it('finds an unknown key at the key, with the keys that are known', () => {
  expect(shapeFaults({ ...SOUND, limits: { atonce: 1 } })).toEqual([
    {
      path: ['limits', 'atonce'],
      inKey: true,
      sentence: 'atonce is not a key here: the keys are atOnce, perNight, onePer, stopAfter.',
      nearest: 'atOnce',
    },
  ]);
});

it('finds every fault, whatever lies beside it', () => {
  const found = shapeFaults({ timezone: 5, accounts: { prod: {} }, windows: [], rules: [{}, 'x'], more: 1 });

  expect(found.map(({ path }) => path.join('.'))).toEqual([
    'timezone',
    'accounts.prod.region',
    'accounts.prod.credentials',
    'windows',
    'rules.0.name',
    'rules.0.match',
    'rules.1',
    'more',
  ]);
});
