import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../shared/plan/plan.ts';
import { type Choice, chooseTargets } from '../../shared/switchover/targets.ts';
import { isEligible } from '../../shared/switchover/topology.ts';
import type { Shard } from '../../shared/volcengine/redis.ts';
import { anyTopology, generousTopology, shardOf } from './topologies.ts';

const targetsOf = (choice: Choice) => (choice.chosen ? choice.pins.map((pin) => pin.target) : choice.verdict);
const any: Target = { kind: 'any' };
const otherZone: Target = { kind: 'other-zone' };
const zoneB: Target = { kind: 'zone', zone: 'b' };
const nodes = (...names: string[]): Target => ({ kind: 'nodes', nodes: names });

describe('chooses', () => {
  it.each<[string, Target, Shard[], string[], string[]]>([
    ['any: one in the primary’s zone first', any, [shardOf('h', 's@b', 'p@a', 's@a')], ['h-2'], []],
    ['any: else the lowest id', any, [shardOf('h', 'p@a', 's@c', 's@b')], ['h-1'], []],
    ['any: never one that is not running', any, [shardOf('h', 'p', 'x', 's@b')], ['h-2'], []],
    [
      'other-zone: one outside the primary’s zone',
      otherZone,
      [shardOf('h', 'p@a', 's@a', 's@b')],
      ['h-2'],
      [],
    ],
    ['zone: one inside it', zoneB, [shardOf('h', 'p@a', 's@c', 's@b')], ['h-2'], []],
    ['zone: nothing where the primary is there', zoneB, [shardOf('h', 'p@b', 's@b')], [], ['h']],
    [
      'zone: each shard for itself',
      zoneB,
      [shardOf('h0', 'p@b', 's@a'), shardOf('h1', 'p@a', 's@b')],
      ['h1-1'],
      ['h0'],
    ],
    [
      'nodes: exactly those',
      nodes('h1-1'),
      [shardOf('h0', 'p', 's'), shardOf('h1', 'p', 's', 's')],
      ['h1-1'],
      [],
    ],
    ['nodes: nothing for one that is primary', nodes('h-0'), [shardOf('h', 'p', 's')], [], ['h']],
    ['nodes: one named twice once', nodes('h-1', 'h-1'), [shardOf('h', 'p', 's')], ['h-1'], []],
    [
      'shards in the order of their ids',
      any,
      [shardOf('h-10', 'p', 's'), shardOf('h-2', 'p', 's')],
      ['h-2-1', 'h-10-1'],
      [],
    ],
  ])('%s', (_, target, shards, pinned, alreadyThere) => {
    const choice = chooseTargets(shards, target);

    expect(targetsOf(choice)).toEqual(pinned);
    expect(choice).toMatchObject({ chosen: true, alreadyThere });
  });

  it('says what it chose, or that nothing is left to do', () => {
    const shards = [shardOf('h0', 'p@b', 's@a'), shardOf('h1', 'p@a', 's@b')];

    expect(chooseTargets(shards, zoneB)).toMatchObject({
      decision: { code: 'TARGETS_CHOSEN', data: { targets: ['h1-1'], shards: 1, already: 1 } },
    });
    expect(chooseTargets(shards.slice(0, 1), zoneB)).toMatchObject({
      decision: { code: 'ALL_TARGETS_ALREADY_PRIMARY', data: { shards: 1 } },
    });
  });
});

describe('refuses', () => {
  const two = [shardOf('h0', 'p@a', 's@a', 's@a'), shardOf('h1', 'p@a', 'x@b')];
  const manyNames = Array.from({ length: 51 }, (_, index) => `n${index}`);

  it.each<[string, Target, Shard[], string, string, object]>([
    [
      'a zone without any node',
      zoneB,
      [two[0] ?? shardOf('h0')],
      'no',
      'NO_SECONDARY_IN_ZONE',
      { zone: 'b', shards: ['h0'] },
    ],
    [
      'a zone whose node is unfit just now',
      zoneB,
      [two[1] ?? shardOf('h1')],
      'not yet',
      'NO_ELIGIBLE_SECONDARY',
      { shards: ['h1'] },
    ],
    [
      'other-zone where all are in one',
      otherZone,
      two,
      'no',
      'NO_SECONDARY_IN_OTHER_ZONE',
      { shards: ['h0'] },
    ],
    ['any where none is fit', any, two, 'not yet', 'NO_ELIGIBLE_SECONDARY', { shards: ['h1'] }],
    ['a shard of one node', any, [shardOf('h', 'p')], 'not yet', 'NO_ELIGIBLE_SECONDARY', { shards: ['h'] }],
    ['a node that does not exist', nodes('h0-1', 'h7-7'), two, 'no', 'NODE_NOT_FOUND', { nodes: ['h7-7'] }],
    [
      'a named node that is unfit',
      nodes('h1-1'),
      two,
      'not yet',
      'NODE_NOT_ELIGIBLE',
      { node: 'h1-1', role: 'SecondaryNode', status: 'stopped' },
    ],
    [
      'two nodes of one shard',
      nodes('h0-1', 'h0-2'),
      two,
      'no',
      'TWO_NODES_OF_ONE_SHARD',
      { shardId: 'h0', nodes: ['h0-1', 'h0-2'] },
    ],
    [
      'a primary together with a secondary of its shard',
      nodes('h0-0', 'h0-1'),
      two,
      'no',
      'TWO_NODES_OF_ONE_SHARD',
      { shardId: 'h0' },
    ],
    ['51 nodes', nodes(...manyNames), two, 'no', 'TOO_MANY_NODES', { nodes: 51, limit: 50 }],
    ['no nodes', nodes(), two, 'no', 'NO_NODES_NAMED', {}],
    [
      'a topology without primary',
      any,
      [shardOf('h', 's', 's')],
      'not yet',
      'TOPOLOGY_CONTRADICTORY',
      { problem: 'no-primary' },
    ],
  ])('%s', (_, target, shards, answer, code, data) => {
    expect(chooseTargets(shards, target)).toMatchObject({
      chosen: false,
      verdict: { gate: 'targets', answer, reason: 'NOT_READY', decision: { code, data } },
    });
  });
});

describe('over random topologies', () => {
  const anyTarget: fc.Arbitrary<Target> = fc.constantFrom<Target>(any, otherZone, zoneB);

  it('promotes only running secondaries, one a shard, and leaves no shard out', () => {
    fc.assert(
      fc.property(fc.oneof(anyTopology(), generousTopology()), anyTarget, (shards, target) => {
        const choice = chooseTargets(shards, target);
        if (!choice.chosen) return;

        for (const pin of choice.pins) {
          const shard = shards.find((one) => one.shardId === pin.shardId);
          const node = shard?.nodes.find((one) => one.nodeId === pin.target);
          expect(node && isEligible(node)).toBe(true);
          expect(shard?.nodes.find((one) => one.role === 'PrimaryNode')?.nodeId).toBe(pin.expectedPrimary);
        }
        const touched = [...choice.pins.map((pin) => pin.shardId), ...choice.alreadyThere];
        expect(touched.toSorted()).toEqual(shards.map((shard) => shard.shardId).toSorted());
      }),
    );
  });

  it('always finds a target where each zone has one', () => {
    fc.assert(
      fc.property(generousTopology(), anyTarget, (shards, target) => {
        expect(chooseTargets(shards, target).chosen).toBe(true);
      }),
    );
  });

  it('chooses the same whatever order shards and nodes are listed in', () => {
    fc.assert(
      fc.property(anyTopology(20), anyTarget, (shards, target) => {
        const turned = shards.toReversed().map((shard) => ({ ...shard, nodes: shard.nodes.toReversed() }));

        expect(chooseTargets(turned, target)).toEqual(chooseTargets(shards, target));
      }),
    );
  });
});
