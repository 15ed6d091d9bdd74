import { describe, expect, it } from 'vitest';
import { type FaultInput, faultSchema } from '../../shared/local-volcengine/fault-schema.ts';
import { isWorldFault, makeFaults } from '../../shared/local-volcengine/faults.ts';
import { nodeOf, practiceModel, START, said } from './practice-model.ts';

const target = [nodeOf('solo', 0, 1)];

describe('an armed fault', () => {
  it('meets the calls of its action only', () => {
    const { arm, call, switchOver } = practiceModel();
    arm({ fault: 'throttle', action: 'DescribeDBInstances' });

    expect(said(switchOver('solo', target))).toBe('accepted');
    expect(said(call('DescribeDBInstances', {}))).toBe('FlowLimitExceeded');
  });

  it('meets the calls for its instance only', () => {
    const { arm, switchOver } = practiceModel();
    arm({ fault: 'hang', instance: 'fleet' });

    expect(said(switchOver('solo', target))).toBe('accepted');
    expect(said(switchOver('fleet', [nodeOf('fleet', 0, 1)]))).toBe('never');
  });

  it('leaves the first calls alone and meets as many as it says', () => {
    const { arm, call } = practiceModel();
    arm({ fault: 'throttle', action: 'DescribeDBInstances', skip: 1, times: 2 });

    expect([1, 2, 3, 4].map(() => said(call('DescribeDBInstances', {})))).toEqual([
      'accepted',
      'FlowLimitExceeded',
      'FlowLimitExceeded',
      'accepted',
    ]);
  });

  it('waits its turn behind an older one', () => {
    const faults = makeFaults();
    faults.arm({ fault: 'lose-answer', action: 'SwitchOver', times: 1, skip: 0 });
    faults.arm({ fault: 'garble-answer', action: 'SwitchOver', times: 1, skip: 0 });
    const meeting = { action: 'SwitchOver', instanceId: 'solo' };

    expect(faults.takeAnswerFault(meeting)?.fault).toBe('lose-answer');
    expect(faults.takeAnswerFault(meeting)?.fault).toBe('garble-answer');
    expect(faults.takeAnswerFault(meeting)).toBeUndefined();
  });

  it('of the answer and of the execution can meet the same call', () => {
    const { arm, clock, statusOf, switchOver } = practiceModel();
    arm({ fault: 'lose-answer' });
    arm({ fault: 'stay-changing' });

    expect(said(switchOver('solo', target))).toBe('dropped');
    clock.advance(60_000);
    expect(statusOf('solo')).toBe('PrimaryChanging');
  });

  it('is not used up by a call whose signature has expired', () => {
    const { arm, caller, model, switchOver } = practiceModel();
    arm({ fault: 'throttle' });
    const old = { ...caller(), signedAt: START - 900_001 };

    expect(said(model.call('SwitchOver', {}, old))).toBe('InvalidTimestamp');
    expect(said(switchOver('solo', target))).toBe('FlowLimitExceeded');
  });
});

it('forgotten tokens protect nothing', () => {
  const { arm, clock, model, switchOver } = practiceModel();
  arm({ fault: 'forget-tokens', after: '30s' });
  switchOver('fleet', [nodeOf('fleet', 0, 1)], 'token');
  clock.advance(30_000);

  expect(said(switchOver('solo', target, 'token'))).toBe('accepted');
  expect(model.executed()).toHaveLength(2);
});

it.each<[FaultInput, boolean]>([
  [{ fault: 'failover', instance: 'solo' }, true],
  [{ fault: 'forget-tokens' }, true],
  [{ fault: 'hang' }, false],
  [{ fault: 'ignore-expiry' }, false],
])('%j happens by itself: %s', (fault, byItself) => {
  expect(isWorldFault(faultSchema.parse(fault))).toBe(byItself);
});
