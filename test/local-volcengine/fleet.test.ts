import { expect, it } from 'vitest';
import { makeFleet } from '../../shared/local-volcengine/fleet.ts';
import { seedFrom } from '../../shared/local-volcengine/seed.ts';

const fleet = makeFleet(
  seedFrom({
    instances: [
      { id: 'here', zones: ['a', 'b'], status: 'Scaling', statusUntil: 500 },
      { id: 'there', zones: ['a', 'b'], region: 'cn-shanghai' },
    ],
  }).instances,
);

it('a region knows its own instances only', () => {
  expect(fleet.instances('cn-beijing').map(({ id }) => id)).toEqual(['here']);
  expect(fleet.find('cn-beijing', 'there')).toBeUndefined();
  expect(fleet.find('cn-shanghai', 'there')?.id).toBe('there');
  expect(fleet.locate('there')?.region).toBe('cn-shanghai');
});

it('names the instants at which it will look different, those that have passed left out', () => {
  const change = { cause: 'SwitchOver' as const, acceptedAt: 0, shownAt: 10, endsAt: 90, failedShards: [] };
  fleet.record('here', { ...change, swaps: [{ shard: 0, nodeId: 'server-here-0-1', at: 50 }] });

  expect(fleet.turningPoints(10).toSorted((a, b) => a - b)).toEqual([50, 90, 500]);
});
