import { describe, expect, it } from 'vitest';
import { nodeOf, practiceModel, resultOf } from './practice-model.ts';

const PAGE = { PageNumber: 1, PageSize: 10 };

describe('the task of a SwitchOver', () => {
  it.each([
    [0, 'Waiting', 0],
    [1_000, 'Running', 0],
    [5_000, 'Running', 100],
    [12_000, 'Success', 100],
  ])('after %i ms is %s at %i per cent', (after, status, percent) => {
    const { call, clock, switchOver } = practiceModel();
    switchOver('solo', [nodeOf('solo', 0, 1)]);
    clock.advance(after);

    expect(resultOf(call('DescribeTasks', PAGE))).toMatchObject({
      Total: 1,
      Tasks: [{ TaskStatus: status, Progress: percent }],
    });
  });

  it('names the instance, the nodes, the token and its times', () => {
    const { call, clock, switchOver } = practiceModel();
    switchOver('solo', [nodeOf('solo', 0, 1)], 'token-1');
    clock.advance(12_000);

    expect(resultOf(call('DescribeTasks', PAGE))).toMatchObject({
      Tasks: [
        {
          TaskParams: `{"InstanceId":"solo","TargetPrimaryNodeIds":["${nodeOf('solo', 0, 1)}"],"ClientToken":"token-1"}`,
          CreateTime: '2026-11-23T18:00:00Z',
          StartTime: '2026-11-23T18:00:01Z',
          FinishTime: '2026-11-23T18:00:12Z',
          CostTimeMS: 12_000,
          InstanceInfo: { InstanceID: 'solo' },
        },
      ],
    });
  });

  it('fails with its shards', () => {
    const { arm, call, clock, switchOver } = practiceModel();
    arm({ fault: 'fail-shards', shards: [0] });
    switchOver('fleet', [nodeOf('fleet', 0, 1), nodeOf('fleet', 1, 1)]);
    clock.advance(12_000);

    expect(resultOf(call('DescribeTasks', PAGE))).toMatchObject({
      Tasks: [{ TaskStatus: 'Failed', Progress: 50 }],
    });
  });
});

it.each([
  [{}, 2],
  [{ InstanceId: 'solo' }, 1],
  [{ InstanceId: 'none' }, 0],
  [{ CreationStartTime: '2026-11-23T18:00:01Z' }, 1],
  [{ CreationEndTime: '2026-11-23T18:00:01Z' }, 1],
])('the filter %j finds %i', (filter, total) => {
  const { call, clock, switchOver } = practiceModel();
  switchOver('solo', [nodeOf('solo', 0, 1)]);
  clock.advance(60_000);
  switchOver('fleet', [nodeOf('fleet', 0, 1)]);

  expect(resultOf(call('DescribeTasks', { ...PAGE, ...filter }))).toMatchObject({ Total: total });
});
