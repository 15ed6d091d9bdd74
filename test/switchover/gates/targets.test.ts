import { describe, expect, it } from 'vitest';
import { targetsGate } from '../../../shared/switchover/gates/targets.ts';
import { chooseTargets, type Pin } from '../../../shared/switchover/targets.ts';
import { instanceOf, shardOf } from '../topologies.ts';
import { going } from './going.ts';

describe('before pinning', () => {
  const shards = [shardOf('h', 'p@a', 's@a')];

  it('says what is chosen, or why nothing can be', () => {
    const fits = chooseTargets(shards, { kind: 'any' });
    const misfits = chooseTargets(shards, { kind: 'other-zone' });

    expect(targetsGate(going({ shards, choice: fits }))).toMatchObject({
      answer: 'yes',
      decision: { code: 'TARGETS_CHOSEN' },
    });
    expect(targetsGate(going({ shards, choice: misfits }))).toMatchObject({
      answer: 'no',
      decision: { code: 'NO_SECONDARY_IN_OTHER_ZONE' },
    });
  });

  it.each([
    ['shards that cannot be read', { shards: 'unreadable' as const }, 'INSTANCE_UNREADABLE'],
    [
      'fewer shards than the instance has',
      { instance: instanceOf({ shardCount: 2 }) },
      'TOPOLOGY_CONTRADICTORY',
    ],
    ['no choice made', { choice: undefined }, 'INSTANCE_UNREADABLE'],
  ])('waits for %s', (_, change, code) => {
    expect(targetsGate(going(change))).toMatchObject({
      answer: 'not yet',
      reason: 'NOT_READY',
      decision: { code },
    });
  });
});

describe('after pinning', () => {
  const pin = (shardId: string): Pin => ({
    shardId,
    target: `${shardId}-1`,
    expectedPrimary: `${shardId}-0`,
  });
  const pins = [pin('h0'), pin('h1')];
  const expected = ['p', 's', 's'];
  const ask = (...shards: (readonly string[])[]) =>
    targetsGate(
      going({
        pins,
        choice: undefined,
        shards: shards.map((nodes, index) => shardOf(`h${index}`, ...nodes)),
        instance: instanceOf({ shardCount: 2 }),
      }),
    );

  it.each([
    ['sends what is as expected', expected, expected, 'yes', { code: 'TARGETS_CHOSEN', data: { shards: 2 } }],
    [
      'counts a shard on target and does not send it',
      ['s', 'p', 's'],
      expected,
      'yes',
      { code: 'TARGETS_CHOSEN', data: { targets: ['h1-1'], shards: 1, already: 1 } },
    ],
    [
      'has nothing to send when all are',
      ['s', 'p', 's'],
      ['s', 'p', 's'],
      'yes',
      { code: 'ALL_TARGETS_ALREADY_PRIMARY', data: { shards: 2 } },
    ],
    [
      'sends nothing once one is foreign',
      expected,
      ['s', 's', 'p'],
      'no',
      { code: 'ROLES_ARE_FOREIGN', data: { shards: ['h1'] } },
    ],
    [
      'waits while no primary is known',
      expected,
      ['s', 's', 's'],
      'not yet',
      { code: 'TOPOLOGY_CONTRADICTORY', data: { problem: 'no-primary' } },
    ],
    [
      'waits while a role is unknown',
      expected,
      ['p', 's', '?'],
      'not yet',
      { code: 'ROLES_CHANGING', data: { shards: ['h1'] } },
    ],
    [
      'waits while a target is not running',
      expected,
      ['p', 'x', 's'],
      'not yet',
      { code: 'NODE_NOT_ELIGIBLE', data: { node: 'h1-1', role: 'SecondaryNode', status: 'stopped' } },
    ],
    [
      'waits for a target that has vanished',
      expected,
      ['p'],
      'not yet',
      { code: 'NODE_NOT_FOUND', data: { nodes: ['h1-1'] } },
    ],
  ])('%s', (_, first, second, answer, decision) => {
    expect(ask(first, second)).toMatchObject({ gate: 'targets', answer, decision });
  });

  it('waits for a pinned shard that is missing, or that is listed twice', () => {
    expect(ask(expected)).toMatchObject({
      answer: 'not yet',
      decision: { code: 'TOPOLOGY_CONTRADICTORY', data: { problem: 'pinned-shard-missing', subject: 'h1' } },
    });
    const twice = [shardOf('h0', ...expected), shardOf('h1', ...expected), shardOf('h1', ...expected)];
    expect(targetsGate(going({ pins, shards: twice })).decision.data).toMatchObject({
      problem: 'shard-listed-twice',
    });
  });
});
