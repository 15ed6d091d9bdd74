import { describe, expect, it } from 'vitest';
import type { Invocation, TaskFunction } from '../../../shared/engine/engine.ts';
import { machineOf, named, run, START, taskOf } from '../harness.ts';

const END = { End: true };
const fails: TaskFunction = async () => {
  throw named('Broken', 'it broke');
};
const never: TaskFunction = () => new Promise(() => {});
const echo: TaskFunction = async (event) => event;

const task = (fields: Record<string, unknown>, work: TaskFunction, input: unknown = {}) =>
  run(machineOf({ S: taskOf({ ...END, ...fields }), Next: { Type: 'Succeed' } }), input, {
    functions: { work },
  });

/** The same state alone: `Next` is reachable only where a Catch leads to it. */
const alone = (fields: Record<string, unknown>, work: TaskFunction, input: unknown = {}) =>
  run(machineOf({ S: taskOf({ ...END, ...fields }) }), input, { functions: { work } });

describe('a Task', () => {
  it('gives its function the payload, its place and its deadline', async () => {
    const seen: [unknown, Invocation][] = [];
    const work: TaskFunction = async (payload, invocation) => {
      seen.push([payload, invocation]);
      return 1;
    };

    await alone({ TimeoutSeconds: '{% $states.input.s %}' }, work, { s: 7 });

    expect(seen).toEqual([
      [{ s: 7 }, { execution: 'run', state: 'S', deadline: START + 7_000, signal: expect.any(AbortSignal) }],
    ]);
    expect(seen[0]?.[1].signal.aborted).toBe(false);
  });

  it('has what lambda:invoke answers as its result', async () => {
    const { execution } = await alone({}, echo, { a: 1 });

    expect(execution.output).toEqual({ ExecutedVersion: '$LATEST', Payload: { a: 1 }, StatusCode: 200 });
  });

  it('has the bare answer as its result behind a function ARN, and its input as argument by default', async () => {
    const definition = machineOf({
      S: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:111111111111:function:work', End: true },
    });

    const { execution, types } = await run(definition, { a: 1 }, { functions: { work: echo } });

    expect(execution.output).toEqual({ a: 1 });
    expect(types.slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  it('shapes its output and variables from input and result', async () => {
    const { execution } = await alone(
      { Output: { in: '{% $states.input.a %}', out: '{% $states.result.Payload.a + 1 %}' } },
      echo,
      { a: 1 },
    );

    expect(execution.output).toEqual({ in: 1, out: 2 });
  });

  it.each([
    ['undefined', undefined, null],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a field without value', { a: undefined, b: 1 }, { b: 1 }],
  ])('takes %s that a function returns as JSON has it', async (_what, returned, payload) => {
    const { execution } = await alone({ Output: '{% $states.result.Payload %}' }, async () => returned);

    expect(execution.output).toEqual(payload);
  });

  it('fails as Lambda does when the answer has no JSON', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;

    expect((await alone({}, async () => circular)).execution.error).toBe('Runtime.MarshalError');
  });

  it('fails with the name of the error, its message as JSON and no stack', async () => {
    const { execution, types, events } = await alone({}, fails);

    const cause = '{"errorType":"Broken","errorMessage":"it broke","trace":[]}';
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Broken', cause });
    expect(types.slice(1)).toEqual([
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'ExecutionFailed',
    ]);
    expect(JSON.stringify(events)).not.toContain('task.test.ts');
  });

  it('fails by the type of a thrown value that is no error', async () => {
    const work: TaskFunction = () => Promise.reject('text');

    expect((await alone({}, work)).execution).toMatchObject({
      error: 'string',
      cause: '{"errorType":"string","errorMessage":"text","trace":[]}',
    });
  });

  it('fails when the function that an expression names is not there', async () => {
    const { execution } = await alone({ Arguments: { FunctionName: '{% "other" %}' } }, echo);

    expect(execution).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
      cause: 'Function not found: other',
    });
  });

  it('never catches arguments that it does not interpret: that is States.Runtime', async () => {
    const { execution } = await task(
      {
        Arguments: '{% {"FunctionName": "work", "Qualifier": "7"} %}',
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Next' }],
      },
      echo,
    );

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('refuses a result that is too large, by a name that no wildcard takes', async () => {
    const { execution } = await task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Next' }] }, async () =>
      'x'.repeat(262_144),
    );

    expect(execution).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});

describe('a Task that takes too long', () => {
  it('is timed out, its function aborted and its late answer ignored', async () => {
    let signal: AbortSignal | undefined;
    const slow: TaskFunction = (_payload, invocation) => {
      signal = invocation.signal;
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve('late')));
    };

    const { execution, types } = await alone({ TimeoutSeconds: 5 }, slow);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout', stoppedAt: START + 5_000 });
    expect(execution).not.toHaveProperty('cause');
    expect(types.slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
    expect(signal?.aborted).toBe(true);
  });

  it('may be caught, with an empty cause', async () => {
    const { execution } = await task(
      { TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Next' }] },
      never,
    );

    expect(execution.output).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  it('may be retried, each attempt with its own time', async () => {
    const { execution, types } = await alone(
      { TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 2, MaxAttempts: 1 }] },
      never,
    );

    expect(execution.stoppedAt).toBe(START + 12_000);
    expect(types.filter((type) => type === 'TaskTimedOut')).toHaveLength(2);
  });

  it('names a function ARN’s own event', async () => {
    const definition = machineOf({
      S: {
        Type: 'Task',
        Resource: 'arn:aws:lambda:us-east-1:111111111111:function:work',
        TimeoutSeconds: 1,
        End: true,
      },
    });

    const { types } = await run(definition, {}, { functions: { work: never } });

    expect(types.at(-2)).toBe('LambdaFunctionTimedOut');
  });
});

describe('a Task that fails', () => {
  const caught = { Catch: [{ ErrorEquals: ['Broken'], Next: 'Next' }] };

  it('goes where the first catcher leads, with the error as output', async () => {
    const { execution, types } = await task(caught, fails);

    expect(execution.output).toEqual({
      Error: 'Broken',
      Cause: '{"errorType":"Broken","errorMessage":"it broke","trace":[]}',
    });
    expect(types.slice(4)).toEqual([
      'TaskFailed',
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('shapes that output and assigns from input and error, not the state’s own', async () => {
    const definition = machineOf({
      S: taskOf({
        Assign: { way: 'well' },
        Output: 'well',
        Catch: [
          {
            ErrorEquals: ['States.TaskFailed'],
            Assign: { way: '{% $states.errorOutput.Error %}' },
            Output: { kept: '{% $states.input.a %}' },
            Next: 'Show',
          },
        ],
        Next: 'Show',
      }),
      Show: { Type: 'Pass', Output: ['{% $way %}', '{% $states.input %}'], End: true },
    });

    const { execution } = await run(definition, { a: 1 }, { functions: { work: fails } });

    expect(execution.output).toEqual(['Broken', { kept: 1 }]);
  });

  it('is retried first and caught after, with the number of retries in the context', async () => {
    const counts: unknown[] = [];
    const { execution, events } = await task(
      {
        Arguments: { FunctionName: 'work', Payload: '{% $states.context.State.RetryCount %}' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 3, MaxAttempts: 2 }],
        ...caught,
      },
      async (payload) => {
        counts.push(payload);
        throw named('Broken', 'again');
      },
    );

    expect(counts).toEqual([0, 1, 2]);
    expect(execution.status).toBe('SUCCEEDED');
    const failed = events.filter(({ type }) => type === 'TaskFailed').map(({ at }) => at - START);
    expect(failed).toEqual([0, 1_000, 4_000]);
  });

  it('retries and catches what its own fields do wrong', async () => {
    const { execution, types } = await task(
      {
        Output: '{% $states.result.Payload.missing %}',
        Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Next' }],
      },
      echo,
    );

    expect(types.filter((type) => type === 'EvaluationFailed')).toHaveLength(2);
    expect(types.filter((type) => type === 'TaskSucceeded')).toHaveLength(2);
    expect(execution.output).toMatchObject({ Error: 'States.QueryEvaluationError' });
  });

  it('fails the execution when the catcher’s own Output fails, even where a catcher would take that', async () => {
    const { execution } = await task(
      {
        Catch: [
          { ErrorEquals: ['Broken'], Output: '{% $states.input.missing %}', Next: 'Next' },
          { ErrorEquals: ['States.ALL'], Next: 'Next' },
        ],
      },
      fails,
    );

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(
        "specified for the field 'Catch[0]/Output' returned nothing (undefined).",
      ),
    });
  });

  it('forgets its retries when the state is entered again', async () => {
    let calls = 0;
    const definition = machineOf({
      S: taskOf({ Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }], Next: 'Again' }),
      Again: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.Payload < 4 %}', Next: 'S' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    });
    const everySecond: TaskFunction = async () => {
      calls += 1;
      if (calls % 2 === 1) throw named('Broken', 'odd');
      return calls;
    };

    const { execution } = await run(definition, {}, { functions: { work: everySecond } });

    expect(execution.status).toBe('SUCCEEDED');
    expect(calls).toBe(4);
  });
});
