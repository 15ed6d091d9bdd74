import { expect, it } from 'vitest';
import { endedBadlyIn } from '../../shared/steps/ended-badly.ts';

const EXECUTION = 'arn:aws:states:eu-central-1:1:execution:runs:x';
const event = (detail: object) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { executionArn: EXECUTION, ...detail },
});

it('an execution that ended badly: which, how, when, and with what it was started', () => {
  const detail = { status: 'FAILED', input: '{}', output: null, startDate: 1, stopDate: 2 };

  expect(endedBadlyIn(event(detail))).toEqual({
    execution: EXECUTION,
    how: 'FAILED',
    input: '{}',
    startedAt: 1,
    endedAt: 2,
  });
  expect(endedBadlyIn(event({ ...detail, error: 'StoreUnavailable' }))).toMatchObject({
    how: 'StoreUnavailable',
  });
});

it('an input that is not in the event is none', () => {
  const left = { status: 'ABORTED', inputDetails: { included: false }, stopDate: null };

  expect(endedBadlyIn(event(left))).toEqual({ execution: EXECUTION, how: 'ABORTED' });
  expect(endedBadlyIn(event({ ...left, input: null }))).toEqual({ execution: EXECUTION, how: 'ABORTED' });
});

it('an error fills no record', () => {
  expect(endedBadlyIn(event({ error: 'x'.repeat(5_000) }))?.how).toHaveLength(100);
});

it.each([
  [undefined],
  ['text'],
  [{}],
  [{ minuteCallOf: 'settle' }],
  [{ source: 'aws.states' }],
  [{ detail: {} }],
])('is no such event: %j', (value) => {
  expect(endedBadlyIn(value)).toBeUndefined();
});
