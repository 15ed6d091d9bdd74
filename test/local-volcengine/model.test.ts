import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../shared/local-volcengine/log.ts';
import { firstPage, nodeOf, practiceModel, REGION, resultOf, START, said } from './practice-model.ts';

const target = [nodeOf('solo', 0, 1)];

describe('the envelope', () => {
  it('of a success is as documented', () => {
    expect(practiceModel().switchOver('solo', target)).toEqual({
      delivery: 'now',
      answer: {
        httpStatus: 200,
        envelope: {
          ResponseMetadata: {
            RequestId: '20261123180000000000000000000001',
            Action: 'SwitchOver',
            Version: '2020-12-07',
            Service: 'Redis',
            Region: REGION,
          },
          Result: null,
        },
      },
    });
  });

  it('of a refusal names code, number and message', () => {
    expect(practiceModel().call('Nonsense', {})).toMatchObject({
      answer: {
        httpStatus: 404,
        envelope: {
          ResponseMetadata: {
            Error: {
              Code: 'InvalidActionOrVersion',
              CodeN: 100008,
              Message: 'Could not find operation Nonsense for version 2020-12-07.',
            },
          },
          Result: null,
        },
      },
    });
  });
});

describe('a region without an operation', () => {
  it.each([
    ['DescribeTasks', { tasks: false }],
    ['DescribePlannedEvents', { plannedEvents: false }],
  ])('does not find %s', (action, operations) => {
    const { call } = practiceModel({ operations });

    expect(said(call(action, { PageNumber: 1, PageSize: 10 }))).toBe('InvalidActionOrVersion');
  });
});

describe('the logs', () => {
  it('keep apart what was executed and what was answered', () => {
    const { arm, model, switchOver } = practiceModel();
    arm({ fault: 'lose-answer' });
    switchOver('solo', target);
    switchOver('solo', target);

    expect(model.executed()).toHaveLength(1);
    expect(model.answered()).toEqual([
      {
        at: START,
        action: 'SwitchOver',
        requestId: '20261123180000000000000000000001',
        caller: 'AKLTPRAC',
        delivery: 'dropped',
        instanceId: 'solo',
      },
      {
        at: START,
        action: 'SwitchOver',
        requestId: '20261123180000000000000000000002',
        caller: 'AKLTPRAC',
        delivery: 'now',
        httpStatus: 400,
        code: 'InstanceStatusNotMatch',
        instanceId: 'solo',
      },
    ]);
  });

  it('tell whoever watches, as they are written', () => {
    const seen: LogEntry[] = [];
    const { switchOver, model } = practiceModel({}, (entry) => seen.push(entry));
    switchOver('solo', target);

    expect(seen).toEqual([{ executed: model.executed()[0] }, { answered: model.answered()[0] }]);
  });
});

describe('the next deadline', () => {
  it('is none while nothing happens by itself', () => {
    const { clock, model } = practiceModel();
    clock.advance(60_000);

    expect(model.nextDeadline()).toBeUndefined();
  });

  it('steps through the turning points of a change', () => {
    const { clock, model, switchOver } = practiceModel();
    clock.advance(60_000);
    switchOver('solo', target);
    const steps: number[] = [];
    for (
      let next = model.nextDeadline();
      next !== undefined && steps.length < 20;
      next = model.nextDeadline()
    ) {
      steps.push(next - START - 60_000);
      clock.set(next);
    }

    expect(steps).toEqual([1_000, 5_000, 12_000]);
  });

  it('knows failovers, late executions, kept answers, seeded statuses and planned events', () => {
    const event = { id: 'e', instance: 'solo', from: START + 5_000, to: START + 6_000 };
    const { arm, clock, model, switchOver } = practiceModel({ plannedEvents: [event] });
    arm({ fault: 'failover', instance: 'fleet', after: '4s' });
    arm({ fault: 'execute-late', instance: 'single', after: '3s' });
    arm({ fault: 'hold-answer', instance: 'none', for: '2s' });
    switchOver('single', ['x']);
    switchOver('none', ['x']);
    const steps: number[] = [];
    for (
      let next = model.nextDeadline();
      next !== undefined && steps.length < 20;
      next = model.nextDeadline()
    ) {
      steps.push(next - START);
      clock.set(next);
    }

    expect(steps).toEqual([2_000, 3_000, 4_000, 5_000, 6_000, 60_000]);
  });
});

describe('laws', () => {
  const step = fc.oneof(
    fc.record({ wait: fc.nat(20_000) }),
    fc.record({ shards: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 12 }), node: fc.nat(2) }),
    fc.record({ failover: fc.nat(11), after: fc.nat(10_000) }),
  );

  it('each shard shows exactly one primary at any instant, and one entry is executed for each accepted call', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { arm, clock, model, switchOver, primariesOf } = practiceModel();
        let accepted = 0;
        for (const each of steps) {
          if ('wait' in each) clock.advance(each.wait);
          else if ('failover' in each) {
            arm({ fault: 'failover', instance: 'fleet', shards: [each.failover], after: each.after });
          } else if ('shards' in each) {
            const before = model.executed().length;
            const nodes = each.shards.map((shard) => nodeOf('fleet', shard, each.node));
            if (said(switchOver('fleet', nodes)) === 'accepted') {
              accepted += 1;
              expect(model.executed().length).toBe(before + 1);
            }
          }
          for (const primaries of primariesOf('fleet')) expect(primaries).toHaveLength(1);
        }

        const executed = model.executed().filter((entry) => entry.effect === 'SwitchOver');
        expect(executed).toHaveLength(accepted);
      }),
      { numRuns: 60 },
    );
  });

  it('what is shown at an instant does not depend on who looked before', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(15_000), { maxLength: 6 }), (looks) => {
        const scenes = [practiceModel(), practiceModel()];
        const shown = scenes.map(({ arm, clock, switchOver, call, model }, scene) => {
          arm({ fault: 'execute-late', after: '3s' });
          switchOver('solo', target);
          arm({ fault: 'failover', instance: 'solo', after: '9s' });
          for (const look of scene === 0 ? looks.toSorted((a, b) => a - b) : []) {
            clock.set(START + look);
            model.nextDeadline();
            model.executed();
          }
          clock.set(START + 15_000);
          return [resultOf(call('DescribeDBInstanceShards', firstPage('solo'))), model.executed()];
        });

        expect(shown[0]).toEqual(shown[1]);
      }),
      { numRuns: 60 },
    );
  });
});
