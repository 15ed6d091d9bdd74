import { expect, it } from 'vitest';
import { eventsOf } from '../../shared/engine/task-events.ts';

const arn = 'arn:aws:lambda:us-east-1:111111111111:function:work';
const failed = { error: 'E', cause: 'C', retryAt: 5 };

it('a call through lambda:invoke is a Task in the history', () => {
  const events = eventsOf({ kind: 'invoke' });
  const resource = { resourceType: 'lambda', resource: 'invoke' };

  expect(events.started({ functionName: 'work', payload: 1 }, 9)).toEqual([
    {
      type: 'TaskScheduled',
      data: { ...resource, parameters: { FunctionName: 'work', Payload: 1 }, timeoutInSeconds: 9 },
    },
    { type: 'TaskStarted', data: resource },
  ]);
  expect(events.succeeded(2)).toEqual({ type: 'TaskSucceeded', data: { ...resource, output: 2 } });
  expect(events.failed(failed)).toEqual({ type: 'TaskFailed', data: { ...resource, ...failed } });
  expect(events.timedOut({}).type).toBe('TaskTimedOut');
  expect(events.resultOf(3)).toEqual({ ExecutedVersion: '$LATEST', Payload: 3, StatusCode: 200 });
});

it('a function behind its own ARN is a LambdaFunction in the history', () => {
  const events = eventsOf({ kind: 'function', arn, functionName: 'work' });

  expect(events.started({ functionName: 'work', payload: 1 }, undefined)).toEqual([
    { type: 'LambdaFunctionScheduled', data: { resource: arn, input: 1 } },
    { type: 'LambdaFunctionStarted' },
  ]);
  expect(events.succeeded(2)).toEqual({ type: 'LambdaFunctionSucceeded', data: { output: 2 } });
  expect(events.failed(failed)).toEqual({ type: 'LambdaFunctionFailed', data: failed });
  expect(events.timedOut({}).type).toBe('LambdaFunctionTimedOut');
  expect(events.resultOf(3)).toBe(3);
});
