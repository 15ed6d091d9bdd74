import type { NewEvent } from './frame.ts';
import type { FailedAttempt } from './history.ts';
import type { Call, Resource } from './resource.ts';

/** How one kind of resource appears in the history, and what its result looks like. */
export interface TaskEvents {
  /** The resource in the service's message about results that are too large. */
  readonly who: string;
  started(call: Call, timeoutSeconds: number | undefined): readonly NewEvent[];
  succeeded(result: unknown): NewEvent;
  failed(failed: FailedAttempt): NewEvent;
  timedOut(failed: FailedAttempt): NewEvent;
  /** `$states.result` of what the function returned. */
  resultOf(returned: unknown): unknown;
}

export function eventsOf(resource: Resource): TaskEvents {
  return resource.kind === 'function' ? functionEvents(resource.arn) : INVOKE_EVENTS;
}

const timeoutOf = (seconds: number | undefined) =>
  seconds === undefined ? {} : { timeoutInSeconds: seconds };

function functionEvents(arn: string): TaskEvents {
  return {
    who: arn,
    started: ({ payload }, seconds) => [
      { type: 'LambdaFunctionScheduled', data: { resource: arn, input: payload, ...timeoutOf(seconds) } },
      { type: 'LambdaFunctionStarted' },
    ],
    succeeded: (output) => ({ type: 'LambdaFunctionSucceeded', data: { output } }),
    failed: (data) => ({ type: 'LambdaFunctionFailed', data }),
    timedOut: (data) => ({ type: 'LambdaFunctionTimedOut', data }),
    resultOf: (returned) => returned,
  };
}

const RESOURCE = { resourceType: 'lambda', resource: 'invoke' };

const INVOKE_EVENTS: TaskEvents = {
  who: 'lambda',
  started: ({ functionName, payload }, seconds) => {
    const parameters = { FunctionName: functionName, Payload: payload };
    return [
      { type: 'TaskScheduled', data: { ...RESOURCE, parameters, ...timeoutOf(seconds) } },
      { type: 'TaskStarted', data: RESOURCE },
    ];
  },
  succeeded: (output) => ({ type: 'TaskSucceeded', data: { ...RESOURCE, output } }),
  failed: (failed) => ({ type: 'TaskFailed', data: { ...RESOURCE, ...failed } }),
  timedOut: (failed) => ({ type: 'TaskTimedOut', data: { ...RESOURCE, ...failed } }),
  // The service adds the SDK's transport fields; no workflow of ours reads them.
  resultOf: (returned) => ({ ExecutedVersion: '$LATEST', Payload: returned, StatusCode: 200 }),
};
