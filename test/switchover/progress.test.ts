import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeRoles } from '../../shared/switchover/progress.ts';
import type { Pin } from '../../shared/switchover/targets.ts';
import { anyTopology, shardOf } from './topologies.ts';

const pin = (shardId: string): Pin => ({ shardId, target: `${shardId}-1`, expectedPrimary: `${shardId}-0` });

describe('one shard is', () => {
  it.each([
    ['expected while the primary of before leads', ['p', 's', 's'], 'expected', 'unchanged'],
    ['on target once the target leads and the rest follows', ['s', 'p', 's'], 'on target', 'on target'],
    ['foreign when a third node leads', ['s', 's', 'p'], 'foreign', 'foreign'],
    ['foreign even while another role is unknown', ['?', 's', 'p'], 'foreign', 'foreign'],
    ['changing without a primary', ['s', 's', 's'], 'changing', 'changing'],
    ['changing with two primaries', ['p', 'p', 's'], 'changing', 'changing'],
    ['changing with two primaries, both of them strange', ['s', 's', 'p', 'p'], 'changing', 'changing'],
    ['changing while another node’s role is unknown', ['?', 'p', 's'], 'changing', 'changing'],
    ['on target whatever the nodes’ status', ['x', 'p', 's'], 'on target', 'on target'],
  ])('%s', (_, nodes, seen, overall) => {
    expect(seeRoles([pin('h')], [shardOf('h', ...nodes)])).toEqual({
      perShard: [{ shardId: 'h', seen }],
      overall,
    });
  });
});

describe('several shards together are', () => {
  const onTarget = ['s', 'p', 's'];
  const expected = ['p', 's', 's'];
  const changing = ['s', 's', 's'];
  const foreign = ['s', 's', 'p'];

  it.each([
    ['on target', onTarget, onTarget, 'on target'],
    ['unchanged', expected, expected, 'unchanged'],
    ['mixed', onTarget, expected, 'mixed'],
    ['changing by one of them', onTarget, changing, 'changing'],
    ['foreign by one of them, whatever the other does', changing, foreign, 'foreign'],
  ])('%s', (_, one, other, overall) => {
    const seen = seeRoles([pin('h0'), pin('h1')], [shardOf('h0', ...one), shardOf('h1', ...other)]);

    expect(seen.overall).toBe(overall);
  });

  it('contradictory when a pinned shard is missing or listed twice', () => {
    expect(seeRoles([pin('h0'), pin('h1')], [shardOf('h0', ...foreign)]).overall).toBe('contradictory');
    expect(seeRoles([pin('h0')], [shardOf('h0', ...onTarget), shardOf('h0', ...onTarget)]).overall).toBe(
      'contradictory',
    );
  });

  it('on target when nothing is pinned', () => {
    expect(seeRoles([], []).overall).toBe('on target');
  });
});

it('sees on target only where every node has its role, over random topologies', () => {
  fc.assert(
    fc.property(anyTopology(8), (shards) => {
      const { overall } = seeRoles(
        shards.map((shard) => pin(shard.shardId)),
        shards,
      );
      const allThere = shards.every((shard) =>
        shard.nodes.every(
          ({ nodeId, role }) => role === (nodeId === `${shard.shardId}-1` ? 'PrimaryNode' : 'SecondaryNode'),
        ),
      );
      const targetsExist = shards.every((shard) => shard.nodes.length > 1);

      expect(overall === 'on target').toBe(allThere && targetsExist);
    }),
  );
});
