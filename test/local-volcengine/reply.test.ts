import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { nodeOf, practiceModel, START, said } from './practice-model.ts';

const target = [nodeOf('solo', 0, 1)];

describe('a fault in the answer', () => {
  it.each<[FaultInput, string, number | undefined, number]>([
    [{ fault: 'throttle' }, 'FlowLimitExceeded', 429, 0],
    [{ fault: 'server-error' }, 'UndefinedError', 500, 0],
    [{ fault: 'server-error', status: 502 }, 'InternalServiceError', 502, 0],
    [{ fault: 'server-error', status: 503 }, 'ServiceUnavailableTemp', 503, 0],
    [{ fault: 'server-error', status: 504, executes: true }, 'InternalServiceTimeout', 504, 1],
    [{ fault: 'internal-error' }, 'InternalError', 400, 1],
    [{ fault: 'internal-error', executes: false }, 'InternalError', 400, 0],
    [{ fault: 'hang' }, 'never', undefined, 0],
    [{ fault: 'hang', executes: true }, 'never', undefined, 1],
    [{ fault: 'lose-answer' }, 'dropped', undefined, 1],
    [{ fault: 'garble-answer' }, 'accepted', 200, 1],
    [{ fault: 'hold-answer' }, 'accepted', 200, 1],
  ])('%j answers %s, HTTP %s, and executes %i', (fault, verdict, httpStatus, executed) => {
    const { arm, model, switchOver } = practiceModel();
    arm(fault);

    const reply = switchOver('solo', target);

    expect(said(reply)).toBe(verdict);
    expect(model.executed()).toHaveLength(executed);
    expect(model.answered()[0]?.httpStatus).toBe(httpStatus);
  });

  it('is over with the call that it met', () => {
    const { arm, switchOver } = practiceModel();
    arm({ fault: 'throttle' });

    expect(said(switchOver('solo', target))).toBe('FlowLimitExceeded');
    expect(said(switchOver('solo', target))).toBe('accepted');
  });

  it('tells a throttled caller when to come back', () => {
    const { arm, switchOver } = practiceModel();
    arm({ fault: 'throttle', retryAfterSeconds: 3 });

    expect(switchOver('solo', target)).toMatchObject({ answer: { retryAfterSeconds: 3 } });
  });

  it('can show two primaries in each shard, or none', () => {
    const { arm, primariesOf } = practiceModel();
    arm({ fault: 'contradictory-roles' });
    arm({ fault: 'contradictory-roles', primaries: 0 });

    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, 0), nodeOf('solo', 0, 1)]]);
    expect(primariesOf('solo')).toEqual([[]]);
    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, 0)]]);
  });
});

describe('an answer that is kept back', () => {
  it('leaves when it is released by name, once', async () => {
    const { arm, model, switchOver } = practiceModel();
    arm({ fault: 'hold-answer', times: 2 });
    const reply = switchOver('solo', target);
    switchOver('fleet', [nodeOf('fleet', 0, 1)]);
    const [first] = model.held();

    expect(model.release(first?.requestId)).toBe(1);
    await (reply.delivery === 'held' ? reply.hold.released : Promise.reject(reply));
    expect(model.held()).toHaveLength(1);
    expect(model.release('no such request')).toBe(0);
    expect(model.release()).toBe(1);
  });

  it('leaves by itself when its time has come', () => {
    const { arm, clock, model, switchOver } = practiceModel();
    arm({ fault: 'hold-answer', for: '30s' });

    expect(switchOver('solo', target)).toMatchObject({ delivery: 'held', hold: { until: START + 30_000 } });
    clock.advance(30_000);
    expect(model.held()).toEqual([]);
  });
});

describe('a call that executes late', () => {
  const late: FaultInput = { fault: 'execute-late', after: '20s' };
  const body = { InstanceId: 'solo', TargetPrimaryNodeIds: target };

  it('executes at that instant, whenever somebody looks', () => {
    const { arm, clock, model, call, primariesOf } = practiceModel();
    arm(late);
    expect(said(call('SwitchOver', body))).toBe('never');
    clock.advance(19_999);
    expect(model.executed()).toEqual([]);
    clock.advance(5_001);

    expect(model.executed()).toMatchObject([{ at: START + 20_000, instanceId: 'solo' }]);
    expect(primariesOf('solo')).toEqual([target]);
  });

  it.each<[string, FaultInput[], number]>([
    ['does not execute once its signature has expired', [], 0],
    ['executes all the same where X-Expires is ignored', [{ fault: 'ignore-x-expires' }], 1],
  ])('%s', (_case, faults, executed) => {
    const { arm, caller, clock, model } = practiceModel();
    for (const fault of [late, ...faults]) arm(fault);
    model.call('SwitchOver', body, { ...caller(), lifeSeconds: 19 });
    clock.advance(60_000);

    expect(model.executed()).toHaveLength(executed);
  });

  it('is judged by the roles of that instant', () => {
    const { arm, clock, model, call, switchOver } = practiceModel();
    arm(late);
    call('SwitchOver', body);
    switchOver('solo', target);
    clock.advance(60_000);

    expect(model.executed()).toHaveLength(1);
  });
});

describe('a fault in the execution', () => {
  it('stay-changing shows PrimaryChanging for ever, with the roles swapped or not', () => {
    const { arm, clock, switchOver, statusOf, primariesOf } = practiceModel();
    arm({ fault: 'stay-changing', instance: 'fleet', swaps: false });
    arm({ fault: 'stay-changing', instance: 'solo' });
    switchOver('solo', target);
    switchOver('fleet', [nodeOf('fleet', 0, 1)]);
    clock.advance(86_400_000);

    expect([statusOf('solo'), statusOf('fleet')]).toEqual(['PrimaryChanging', 'PrimaryChanging']);
    expect(primariesOf('solo')).toEqual([target]);
    expect(primariesOf('fleet')[0]).toEqual([nodeOf('fleet', 0, 0)]);
  });

  it('stay-changing can end', () => {
    const { arm, clock, switchOver, statusOf } = practiceModel();
    arm({ fault: 'stay-changing', for: '10m' });
    switchOver('solo', target);
    clock.advance(600_000);

    expect(statusOf('solo')).toBe('Running');
  });

  it('fail-shards leaves those shards as they were, and the status it names', () => {
    const { arm, clock, switchOver, statusOf, primariesOf } = practiceModel();
    arm({ fault: 'fail-shards', shards: [1], endsAs: 'TaskFailed' });
    switchOver('fleet', [nodeOf('fleet', 0, 1), nodeOf('fleet', 1, 1)]);
    clock.advance(12_000);

    expect(statusOf('fleet')).toBe('TaskFailed');
    expect(primariesOf('fleet').slice(0, 2)).toEqual([[nodeOf('fleet', 0, 1)], [nodeOf('fleet', 1, 0)]]);
  });

  it('accept-without-executing says yes and does nothing, also to the repeated token', () => {
    const { arm, clock, model, switchOver, primariesOf } = practiceModel();
    arm({ fault: 'accept-without-executing' });

    expect(said(switchOver('solo', target, 'token'))).toBe('accepted');
    expect(said(switchOver('solo', target, 'token'))).toBe('accepted');
    clock.advance(60_000);
    expect(model.executed()).toEqual([]);
    expect(primariesOf('solo')).toEqual([[nodeOf('solo', 0, 0)]]);
  });
});
