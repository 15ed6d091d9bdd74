import { expect, it } from 'vitest';
import { findNode, layOut } from '../../shared/local-volcengine/instance.ts';

const instance = layOut({
  id: 'redis-x',
  name: 'x',
  region: 'cn-beijing',
  class: 'PrimarySecondary',
  status: 'Running',
  zones: [
    ['b', 'a'],
    ['a', 'c', 'b'],
  ],
  tags: {},
  engine: '7.0',
  maintenance: '02:00-03:59',
});

it('names shards and nodes as the vendor does', () => {
  expect(instance.shards.map((shard) => shard.shardId)).toEqual(['server-redis-x-0', 'server-redis-x-1']);
  expect(instance.shards[1]?.nodes.map((node) => node.nodeId)).toEqual([
    'server-redis-x-1-0',
    'server-redis-x-1-1',
    'server-redis-x-1-2',
  ]);
});

it('makes the first node of each shard its first primary and lists its zone first', () => {
  expect(instance.shards.map((shard) => shard.firstPrimary)).toEqual([
    'server-redis-x-0-0',
    'server-redis-x-1-0',
  ]);
  expect(instance.zones).toEqual(['b', 'a', 'c']);
});

it('finds a node in whatever shard it is', () => {
  expect(findNode(instance, 'server-redis-x-1-2')).toEqual({
    nodeId: 'server-redis-x-1-2',
    shard: 1,
    zone: 'b',
  });
  expect(findNode(instance, 'server-redis-x-2-0')).toBeUndefined();
});
