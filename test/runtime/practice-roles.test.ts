import { expect, it } from 'vitest';
import { rolesOf } from '../../shared/runtime/practice-roles.ts';
import type { Shard } from '../../shared/volcengine/redis.ts';

const shard = (shardId: string, ...nodes: readonly (readonly [role: string, zone: string])[]): Shard => ({
  shardId,
  nodes: nodes.map(([role, zone], index) => ({
    nodeId: `${shardId}-${index}`,
    role,
    status: 'running',
    zone,
  })),
});

const inZone = (zone: string, other: string) =>
  shard(zone + other, ['SecondaryNode', other], ['PrimaryNode', zone]);

it('shows the zone of each primary as a letter, in the order of the shards, and counts them by zone', () => {
  const shards = [inZone('cn-beijing-b', 'cn-beijing-a'), inZone('cn-beijing-a', 'cn-beijing-b')];

  expect(rolesOf([...shards, ...shards, ...shards.slice(0, 1)])).toBe(
    'b a b a b   (2 in cn-beijing-a, 3 in cn-beijing-b)',
  );
});

it('shows a shard without exactly one primary as unknown', () => {
  const shards = [shard('none', ['SecondaryNode', 'cn-beijing-a'])];

  expect(rolesOf(shards)).toBe('?   (1 in ?)');
});
