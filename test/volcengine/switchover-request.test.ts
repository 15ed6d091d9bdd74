import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SwitchOverRequest } from '../../shared/volcengine/redis.ts';
import { faultsOf, parametersOf } from '../../shared/volcengine/switchover-request.ts';

const REQUEST: SwitchOverRequest = {
  instanceId: 'redis-1',
  targetNodeIds: ['server-redis-1-0-1'],
  clientToken: 'token',
  signedAt: Date.UTC(2026, 0, 2),
  lifeSeconds: 900,
};
const nodes = (count: number) => Array.from({ length: count }, (_, shard) => `server-redis-1-${shard}-1`);

describe('a request without fault', () => {
  it.each([
    ['one target', {}],
    ['fifty targets', { targetNodeIds: nodes(50) }],
    ['the single field beside an empty list', { targetNodeIds: [], targetNodeId: 'n' }],
    ['both fields', { targetNodeId: 'n' }],
    ['a token of 127 characters', { clientToken: 'x'.repeat(127) }],
    ['the shortest life', { lifeSeconds: 1 }],
    ['an instant inside a second', { signedAt: 1_767_312_000_999 }],
  ])('%s', (_name, change) => {
    expect(faultsOf({ ...REQUEST, ...change })).toEqual([]);
  });
});

describe('a request with a fault', () => {
  it.each([
    ['no instance', { instanceId: '' }, /instance id/],
    ['an instance id with a line break', { instanceId: 'redis\n1' }, /instance id/],
    ['no target at all', { targetNodeIds: [] }, /no target node/],
    ['51 targets', { targetNodeIds: nodes(51) }, /51 target nodes.*at most 50/],
    ['a target twice', { targetNodeIds: ['a', 'b', 'a'] }, /named twice/],
    ['an empty target', { targetNodeIds: [''] }, /target node id/],
    ['an empty single target', { targetNodeId: '' }, /target node id/],
    ['an empty token', { clientToken: '' }, /client token/],
    ['a token of 128 characters', { clientToken: 'x'.repeat(128) }, /client token/],
    ['a token that is not ASCII', { clientToken: '令牌' }, /client token/],
    ['a token with a control character', { clientToken: 'a\u007f' }, /client token/],
    ['no life', { lifeSeconds: 0 }, /life/],
    ['too long a life', { lifeSeconds: 901 }, /life/],
    ['half a second of life', { lifeSeconds: 30.5 }, /life/],
    ['an instant that is none', { signedAt: Number.NaN }, /signedAt/],
    ['an instant before 1970', { signedAt: -1 }, /signedAt/],
    ['an instant beyond the calendar', { signedAt: 8.64e15 }, /signedAt/],
  ] as [string, Partial<SwitchOverRequest>, RegExp][])('%s', (_name, change, sentence) => {
    const faults = faultsOf({ ...REQUEST, ...change });

    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(sentence);
  });

  it('all faults at once', () => {
    const faults = faultsOf({
      ...REQUEST,
      instanceId: '',
      targetNodeIds: [],
      clientToken: '',
      lifeSeconds: 0,
    });

    expect(faults).toHaveLength(4);
  });

  it('exactly the tokens of 1 to 127 printable ASCII characters pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 140 }), (clientToken) => {
        const printable = [...clientToken].every((one) => one >= ' ' && one <= '~');
        const right = clientToken.length >= 1 && clientToken.length <= 127 && printable;

        expect(faultsOf({ ...REQUEST, clientToken }).length === 0).toBe(right);
      }),
    );
  });
});

describe('the body', () => {
  it.each([
    ['a batch', {}, { TargetPrimaryNodeIds: REQUEST.targetNodeIds, ClientToken: 'token' }],
    [
      'both fields: the vendor gives the list precedence',
      { targetNodeId: 'n' },
      { TargetPrimaryNodeIds: REQUEST.targetNodeIds, TargetPrimaryNodeId: 'n', ClientToken: 'token' },
    ],
    [
      'an empty list is left out',
      { targetNodeIds: [], targetNodeId: 'n' },
      { TargetPrimaryNodeId: 'n', ClientToken: 'token' },
    ],
  ])('%s', (_name, change, members) => {
    expect(parametersOf({ ...REQUEST, ...change })).toEqual({ InstanceId: 'redis-1', ...members });
  });

  it('has no token when none is given', () => {
    const { clientToken: _, ...without } = REQUEST;

    expect(parametersOf(without)).not.toHaveProperty('ClientToken');
  });
});
