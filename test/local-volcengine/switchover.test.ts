import { describe, expect, it } from 'vitest';
import { planChange } from '../../shared/local-volcengine/switchover.ts';
import { nodeOf, practiceModel, START, said } from './practice-model.ts';

describe('an accepted SwitchOver', () => {
  it.each([
    [0, 'Running', 0],
    [999, 'Running', 0],
    [1_000, 'PrimaryChanging', 0],
    [4_999, 'PrimaryChanging', 0],
    [5_000, 'PrimaryChanging', 1],
    [11_999, 'PrimaryChanging', 1],
    [12_000, 'Running', 1],
  ])('after %i ms is %s with node %i as primary', (after, status, node) => {
    const { clock, switchOver, statusOf, primariesOf } = practiceModel();
    switchOver('solo', [nodeOf('solo', 0, 1)]);
    clock.advance(after);

    expect(statusOf('solo')).toBe(status);
    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, node)]]);
  });

  it('is logged as executed once, with its nodes, token and request', () => {
    const { model, switchOver } = practiceModel();
    switchOver('fleet', [nodeOf('fleet', 4, 2), nodeOf('fleet', 1, 1)], 'token-1');

    expect(model.executed()).toEqual([
      {
        effect: 'SwitchOver',
        at: START,
        instanceId: 'fleet',
        nodeIds: [nodeOf('fleet', 4, 2), nodeOf('fleet', 1, 1)],
        clientToken: 'token-1',
        requestId: '20261123180000000000000000000001',
      },
    ]);
  });

  it('swaps shard after shard in the order asked for, and ends after the last', () => {
    const targets = [4, 1, 9].map((shard) => ({ shard, nodeId: nodeOf('fleet', shard, 1), zone: 'b' }));
    const timings = { statusAfter: 1, swapAfter: 5, shardStagger: 10, change: 12 };
    const { swaps, endsAt } = planChange(targets, 100, timings);

    expect(swaps.map(({ shard, at }) => [shard, at])).toEqual([
      [4, 105],
      [1, 115],
      [9, 125],
    ]);
    expect(endsAt).toBe(125);
  });

  it('can be followed by the way back', () => {
    const { clock, switchOver, primariesOf } = practiceModel();
    switchOver('solo', [nodeOf('solo', 0, 1)]);
    clock.advance(12_000);
    expect(said(switchOver('solo', [nodeOf('solo', 0, 0)]))).toBe('accepted');
    clock.advance(12_000);

    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, 0)]]);
  });
});

describe('a ClientToken', () => {
  const target = [nodeOf('solo', 0, 1)];

  it('that is repeated with the same request gets the first answer and executes nothing', () => {
    const { clock, model, switchOver } = practiceModel();
    switchOver('solo', target, 'token');
    clock.advance(20_000);

    expect(said(switchOver('solo', target, 'token'))).toBe('accepted');
    expect(model.executed()).toHaveLength(1);
  });

  it('that is repeated with another request is refused', () => {
    const { model, switchOver } = practiceModel();
    switchOver('solo', target, 'token');

    expect(said(switchOver('fleet', [nodeOf('fleet', 0, 1)], 'token'))).toBe('ParamError');
    expect(model.executed()).toHaveLength(1);
  });

  it('of a refused call is free again', () => {
    const { switchOver } = practiceModel();
    switchOver('solo', [nodeOf('solo', 0, 0)], 'token');

    expect(said(switchOver('solo', target, 'token'))).toBe('accepted');
  });

  it('protects nothing after its life', () => {
    const { clock, model, switchOver } = practiceModel({ tokens: { life: '1m' } });
    switchOver('fleet', [nodeOf('fleet', 0, 1)], 'token');
    clock.advance(60_000);
    switchOver('solo', target, 'token');

    expect(model.executed()).toHaveLength(2);
  });

  it.each([
    ['127 ASCII characters', 'x'.repeat(127), 'accepted'],
    ['128 characters', 'x'.repeat(128), 'ParamError'],
    ['no character', '', 'ParamError'],
    ['a character beyond ASCII', 'tokén', 'ParamError'],
  ])('of %s', (_case, token, verdict) => {
    expect(said(practiceModel().switchOver('solo', target, token))).toBe(verdict);
  });
});
