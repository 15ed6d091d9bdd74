import { expect, it } from 'vitest';
import { seedSchema } from '../../shared/local-volcengine/seed-schema.ts';

const instance = { id: 'redis-a', zones: ['a', 'b'] };

it('an instance is in the region of the seed unless it names its own', () => {
  const { instances } = seedSchema.parse({
    region: 'cn-guangzhou',
    instances: [instance, { ...instance, id: 'redis-b', region: 'cn-shanghai' }],
  });

  expect(instances.map(({ region }) => region)).toEqual(['cn-guangzhou', 'cn-shanghai']);
});

it('one list of zones holds for every shard', () => {
  const { instances } = seedSchema.parse({ instances: [{ ...instance, shards: 3 }] });

  expect(instances[0]?.zones).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

it.each([
  { ...instance, id: 'Redis_A' },
  { ...instance, shards: 257 },
  { ...instance, zones: [] },
  { ...instance, zones: ['a', ['b']] },
  { ...instance, class: 'Cluster' },
  { ...instance, maintenance: 'at night' },
])('%j is no instance', (wrong) => {
  expect(seedSchema.safeParse({ instances: [wrong] }).success).toBe(false);
});
