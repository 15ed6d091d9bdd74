import { describe, expect, it } from 'vitest';
import { nodeOf, practiceModel, said } from './practice-model.ts';

const many = (count: number) => Array.from({ length: count }, (_, shard) => nodeOf('wide', shard, 1));

describe('a SwitchOver is judged', () => {
  it.each<[string, unknown, string]>([
    ['a secondary', { InstanceId: 'solo', TargetPrimaryNodeIds: [nodeOf('solo', 0, 1)] }, 'accepted'],
    [
      'a secondary in the single field',
      { InstanceId: 'solo', TargetPrimaryNodeId: nodeOf('solo', 0, 1) },
      'accepted',
    ],
    [
      'the list before the single field',
      {
        InstanceId: 'solo',
        TargetPrimaryNodeIds: [nodeOf('solo', 0, 1)],
        TargetPrimaryNodeId: 'no-such-node',
      },
      'accepted',
    ],
    [
      'the single field beside an empty list',
      { InstanceId: 'solo', TargetPrimaryNodeIds: [], TargetPrimaryNodeId: nodeOf('solo', 0, 1) },
      'accepted',
    ],
    ['50 shards', { InstanceId: 'wide', TargetPrimaryNodeIds: many(50) }, 'accepted'],
    ['51 shards', { InstanceId: 'wide', TargetPrimaryNodeIds: many(51) }, 'ParamError'],
    ['an unknown instance', { InstanceId: 'none', TargetPrimaryNodeIds: ['x'] }, 'InstanceNotExist'],
    [
      'an instance of another region',
      { InstanceId: 'abroad', TargetPrimaryNodeIds: [nodeOf('abroad', 0, 1)] },
      'InstanceNotExist',
    ],
    [
      'a Standalone instance',
      { InstanceId: 'single', TargetPrimaryNodeIds: [nodeOf('single', 0, 0)] },
      'ParamError',
    ],
    [
      'an instance that is scaling',
      { InstanceId: 'scaling', TargetPrimaryNodeIds: [nodeOf('scaling', 0, 1)] },
      'InstanceStatusNotMatch',
    ],
    ['neither field', { InstanceId: 'solo' }, 'ParamError'],
    [
      'both fields empty',
      { InstanceId: 'solo', TargetPrimaryNodeIds: [], TargetPrimaryNodeId: '' },
      'ParamError',
    ],
    [
      'a node that is primary',
      { InstanceId: 'solo', TargetPrimaryNodeIds: [nodeOf('solo', 0, 0)] },
      'ParamError',
    ],
    ['an unknown node', { InstanceId: 'solo', TargetPrimaryNodeIds: [nodeOf('fleet', 0, 1)] }, 'ParamError'],
    [
      'two nodes of one shard',
      { InstanceId: 'fleet', TargetPrimaryNodeIds: [nodeOf('fleet', 3, 1), nodeOf('fleet', 3, 2)] },
      'ParamError',
    ],
    [
      'one node twice',
      { InstanceId: 'fleet', TargetPrimaryNodeIds: [nodeOf('fleet', 3, 1), nodeOf('fleet', 3, 1)] },
      'ParamError',
    ],
    ['no instance', { TargetPrimaryNodeIds: ['x'] }, 'ParamError'],
    ['a list of numbers', { InstanceId: 'solo', TargetPrimaryNodeIds: [1] }, 'ParamError'],
    ['a body that is a list', [], 'ParamError'],
  ])('%s', (_case, body, verdict) => {
    const { call, model } = practiceModel();

    expect(said(call('SwitchOver', body))).toBe(verdict);
    expect(model.executed()).toHaveLength(verdict === 'accepted' ? 1 : 0);
  });

  it('an instance that has accepted a change is busy before its status shows it', () => {
    const { switchOver, statusOf } = practiceModel();
    switchOver('fleet', [nodeOf('fleet', 0, 1)]);

    expect(statusOf('fleet')).toBe('Running');
    expect(said(switchOver('fleet', [nodeOf('fleet', 1, 1)]))).toBe('InstanceStatusNotMatch');
  });
});
