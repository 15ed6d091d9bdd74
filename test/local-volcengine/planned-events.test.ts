import { expect, it } from 'vitest';
import { practiceModel, resultOf, START } from './practice-model.ts';

const PAGE = { PageNumber: 1, PageSize: 10 };
const plannedEvents = [
  { id: 'event-1', instance: 'solo', from: START + 1_000, to: START + 2_000 },
  { id: 'event-2', instance: 'fleet', from: START + 5_000, to: START + 6_000, status: 'Canceled' as const },
];

it.each([
  [999, 'Waiting', true],
  [1_000, 'Running', false],
  [1_999, 'Running', false],
  [2_000, 'Success', false],
])('after %i ms an event of one second is %s', (after, status, changeable) => {
  const { call, clock } = practiceModel({ plannedEvents });
  clock.advance(after);

  expect(resultOf(call('DescribePlannedEvents', { ...PAGE, InstanceId: 'sol' }))).toMatchObject({
    Total: 1,
    PlannedEvents: [{ EventId: 'event-1', Status: status, CanCancel: changeable }],
  });
});

it.each([
  [{}, ['event-1', 'event-2']],
  [{ InstanceId: 'fleet' }, ['event-2']],
  [{ MinStartTime: '2026-11-23T18:00:02Z' }, ['event-2']],
  [{ MaxStartTime: '2026-11-23T18:00:02Z' }, ['event-1']],
])('the filter %j finds %j', (filter, ids) => {
  const { call } = practiceModel({ plannedEvents });

  expect(resultOf(call('DescribePlannedEvents', { ...PAGE, ...filter }))).toMatchObject({
    Total: ids.length,
    PlannedEvents: ids.map((EventId) => ({ EventId })),
  });
});

it('a seeded status stays', () => {
  const { call } = practiceModel({ plannedEvents });

  expect(resultOf(call('DescribePlannedEvents', { ...PAGE, InstanceId: 'fleet' }))).toMatchObject({
    PlannedEvents: [{ Status: 'Canceled', PlanStartTime: '2026-11-23T18:00:05Z' }],
  });
});
