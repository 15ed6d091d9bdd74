import { describe, expect, it } from 'vitest';
import { instanceGate } from '../../../shared/switchover/gates/instance.ts';
import type { PlannedEvent } from '../../../shared/volcengine/redis.ts';
import { instanceOf } from '../topologies.ts';
import { going, OPENING } from './going.ts';

it.each([
  ['ready', instanceOf(), 'yes', 'INSTANCE_READY'],
  ['unknown to the vendor', undefined, 'no', 'INSTANCE_UNKNOWN'],
  ['not readable', 'unreadable' as const, 'not yet', 'INSTANCE_UNREADABLE'],
  ['a single node', instanceOf({ instanceClass: 'Standalone' }), 'no', 'WRONG_CLASS'],
  ['of a class nobody knows', instanceOf({ instanceClass: 'Quorum' }), 'no', 'WRONG_CLASS'],
  ['changing already', instanceOf({ status: 'PrimaryChanging' }), 'not yet', 'NOT_RUNNING'],
  ['in a status nobody knows', instanceOf({ status: 'Dreaming' }), 'not yet', 'NOT_RUNNING'],
])('an instance that is %s', (_, instance, answer, code) => {
  const verdict = instanceGate(going({ instance }));

  expect(verdict).toMatchObject({ gate: 'instance', answer, decision: { code } });
  if (verdict.answer !== 'yes') expect(verdict.reason).toBe('NOT_READY');
});

describe('a planned event of the vendor', () => {
  const { opensAt, closesAt } = OPENING;
  const event = (change: Partial<PlannedEvent>): PlannedEvent => ({
    eventId: 'e',
    action: 'Upgrade',
    status: 'Waiting',
    startsAt: opensAt,
    endsAt: closesAt,
    ...change,
  });

  it.each([
    ['inside the opening', event({}), 'not yet'],
    ['under way, whatever its times', event({ status: 'Running', endsAt: 0 }), 'not yet'],
    ['in a status nobody knows', event({ status: 'Pondering' }), 'not yet'],
    ['without times', { eventId: 'e', action: 'Upgrade', status: 'Initiated' }, 'not yet'],
    ['after the close', event({ startsAt: closesAt, endsAt: closesAt + 1 }), 'yes'],
    ['that has passed', event({ startsAt: 0, endsAt: 1 }), 'yes'],
    ['over', event({ status: 'Success' }), 'yes'],
    ['called off', event({ status: 'Canceled' }), 'yes'],
  ])('%s', (_, planned, answer) => {
    expect(instanceGate(going({ plannedEvents: [planned] })).answer).toBe(answer);
  });

  it('cannot be ruled out where events cannot be read, and is not asked for where there are none to read', () => {
    expect(instanceGate(going({ plannedEvents: 'unreadable' })).answer).toBe('not yet');
    expect(instanceGate(going({ plannedEvents: undefined })).answer).toBe('yes');
  });
});
