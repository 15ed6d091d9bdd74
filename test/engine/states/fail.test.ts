import { describe, expect, it } from 'vitest';
import { machineOf, run } from '../harness.ts';

const fail = (fields: Record<string, unknown>, input: unknown = {}) =>
  run(machineOf({ S: { Type: 'Fail', ...fields } }), input);

describe('a Fail state', () => {
  it('fails the execution with its Error and Cause', async () => {
    const { execution, types } = await fail(
      { Error: 'E', Cause: '{% "for " & $states.input.why %}' },
      { why: 'fun' },
    );

    expect(execution).toMatchObject({ status: 'FAILED', error: 'E', cause: 'for fun' });
    expect(types).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
  });

  it('needs neither', async () => {
    const { execution, events } = await fail({});

    expect(execution).not.toHaveProperty('error');
    expect(execution).not.toHaveProperty('cause');
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionFailed', data: {} });
  });

  it('takes text only', async () => {
    const { execution } = await fail({ Error: '{% 5 %}' });

    expect(execution).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(
        "specified for the field 'Error' returned an unexpected result type. Expected 'string', but was 'number' for value: 5",
      ),
    });
  });
});
