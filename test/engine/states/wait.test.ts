import { describe, expect, it } from 'vitest';
import { machineOf, run, START } from '../harness.ts';

const wait = (fields: Record<string, unknown>, input: unknown = {}) =>
  run(machineOf({ S: { Type: 'Wait', End: true, ...fields } }), input);

describe('a Wait state', () => {
  it.each([
    ['Seconds', { Seconds: 90 }, {}, 90_000],
    ['no time at all', { Seconds: 0 }, {}, 0],
    ['Seconds from the input', { Seconds: '{% $states.input.s * 2 %}' }, { s: 5 }, 10_000],
    ['Timestamp', { Timestamp: '2026-11-23T18:00:07.25Z' }, {}, 7_250],
    ['a Timestamp of the past', { Timestamp: '{% $states.input.at %}' }, { at: '2016-03-14T01:59:00Z' }, 0],
    ['an hour from now', { Timestamp: '{% $fromMillis($millis() + 3600000) %}' }, {}, 3_600_000],
  ])('waits for %s', async (_what, fields, input, length) => {
    const { execution, types } = await wait(fields, input);

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: input });
    expect((execution.stoppedAt ?? 0) - START).toBe(length);
    expect(types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
  });

  it.each([
    [{ Seconds: '{% -1 %}' }, 'The Seconds field must be a whole number from 0 to 99999999. It was: -1'],
    [{ Seconds: '{% 0.5 %}' }, 'It was: 0.5'],
    [{ Seconds: '{% 100000000 %}' }, 'It was: 100000000'],
    [
      { Seconds: '{% "5" %}' },
      `'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: "5"`,
    ],
    [
      { Timestamp: '{% 5 %}' },
      `'Timestamp' returned an unexpected result type. Expected 'string', but was 'number' for value: 5`,
    ],
    [
      { Timestamp: '{% "5pm" %}' },
      'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 5pm',
    ],
  ])('fails for %j', async (fields, cause) => {
    const { execution, types } = await wait(fields);

    expect(execution).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(cause),
    });
    expect(types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });
});
