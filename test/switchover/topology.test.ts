import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byId, contradiction, primaryOf, secondariesOf } from '../../shared/switchover/topology.ts';
import { anyTopology, shardOf } from './topologies.ts';

describe('primaryOf', () => {
  it.each([
    ['one primary', ['s', 'p'], 'h-1'],
    ['none', ['s', 's'], undefined],
    ['two', ['p', 'p'], undefined],
    ['a role that nobody knows', ['?', 's'], undefined],
  ])('with %s', (_, nodes, expected) => {
    expect(primaryOf(shardOf('h', ...nodes))?.nodeId).toBe(expected);
  });
});

it('takes only running secondaries for secondaries, lowest id first', () => {
  const shard = shardOf('h', 's', 'p', 'x', '?', 's');

  expect(secondariesOf({ ...shard, nodes: shard.nodes.toReversed() }).map((node) => node.nodeId)).toEqual([
    'h-0',
    'h-4',
  ]);
});

describe('contradiction', () => {
  const whole = [shardOf('h0', 'p', 's'), shardOf('h1', 's', 'p')];
  const of = (shards: Parameters<typeof contradiction>[0], count?: number) =>
    contradiction(shards, count)?.data;

  it.each([
    ['nothing in a whole topology', whole, undefined, undefined],
    ['nothing when the count agrees', whole, 2, undefined],
    ['another number of shards', whole, 3, { problem: 'shard-count-differs', seen: 2, expected: 3 }],
    ['no shards', [], 0, { problem: 'no-shards' }],
    [
      'a shard listed twice',
      [...whole, shardOf('h0', 'p')],
      3,
      { problem: 'shard-listed-twice', subject: 'h0' },
    ],
    [
      'a node listed twice',
      [...whole, { ...shardOf('h0', 'p'), shardId: 'h2' }],
      3,
      { problem: 'node-listed-twice', subject: 'h0-0' },
    ],
    ['no primary', [shardOf('h0', 's', 's')], 1, { problem: 'no-primary', subject: 'h0' }],
    ['two primaries', [shardOf('h0', 'p', 'p')], 1, { problem: 'two-primaries', subject: 'h0' }],
  ])('finds %s', (_, shards, count, expected) => {
    expect(of(shards, count)).toEqual(expected);
  });

  it('is silent over every whole topology', () => {
    fc.assert(
      fc.property(anyTopology(), (shards) => {
        expect(contradiction(shards, shards.length)).toBeUndefined();
      }),
    );
  });
});

it('orders ids as people count', () => {
  expect(['s-10', 's-2', 's-1'].toSorted(byId)).toEqual(['s-1', 's-2', 's-10']);
  expect(byId('s-1', 's-01')).not.toBe(0);
});
