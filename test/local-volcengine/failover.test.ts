import { describe, expect, it } from 'vitest';
import { nodeOf, practiceModel, START, said } from './practice-model.ts';

describe('an autonomous failover', () => {
  it('moves every shard at its instant, unasked', () => {
    const { arm, clock, model, primariesOf, statusOf } = practiceModel();
    arm({ fault: 'failover', instance: 'solo', at: START + 7_000 });
    clock.advance(6_999);
    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, 0)]]);
    clock.advance(1);

    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, 1)]]);
    expect(statusOf('solo')).toBe('Running');
    expect(model.executed()).toEqual([
      { effect: 'Failover', at: START + 7_000, instanceId: 'solo', nodeIds: [nodeOf('solo', 0, 1)] },
    ]);
  });

  it('moves the named shards only, and shows as long as it says', () => {
    const { arm, clock, primariesOf, statusOf } = practiceModel();
    arm({ fault: 'failover', instance: 'fleet', shards: [2], after: '1s', shows: '10s' });
    clock.advance(1_000);

    expect(
      primariesOf('fleet').flatMap(([id], shard) => (id === nodeOf('fleet', shard, 0) ? [] : [id])),
    ).toEqual([nodeOf('fleet', 2, 1)]);
    expect(statusOf('fleet')).toBe('PrimaryChanging');
    clock.advance(10_000);
    expect(statusOf('fleet')).toBe('Running');
  });

  it('between a read and a SwitchOver makes the target a primary, so that the call is refused', () => {
    const { arm, model, switchOver } = practiceModel();
    arm({ fault: 'failover', instance: 'solo' });

    expect(said(switchOver('solo', [nodeOf('solo', 0, 1)]))).toBe('ParamError');
    expect(model.executed().map((entry) => entry.effect)).toEqual(['Failover']);
  });

  it('that happens again takes another secondary than the one that is primary now', () => {
    const { arm, clock, primariesOf } = practiceModel();
    arm({ fault: 'failover', instance: 'solo' });
    arm({ fault: 'failover', instance: 'solo', after: '1s' });
    clock.advance(1_000);

    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, 0)]]);
  });

  it('opens no task', () => {
    const { arm, call } = practiceModel();
    arm({ fault: 'failover', instance: 'solo' });

    expect(call('DescribeTasks', { PageNumber: 1, PageSize: 10 })).toMatchObject({
      answer: { envelope: { Result: { Total: 0 } } },
    });
  });
});
