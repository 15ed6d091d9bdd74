import type { NewEvent } from './frame.ts';
import type { ChildAttempt, FailedAttempt } from './history.ts';
import type { Call, ChildForm, Resource } from './resource.ts';

/** How the end of an attempt appears in the history. */
export interface EndEvents {
  /** The resource in the service's message about results that are too large. */
  readonly who: string;
  succeeded(result: unknown): NewEvent;
  failed(failed: FailedAttempt): NewEvent;
  timedOut(failed: FailedAttempt): NewEvent;
}

/** How one kind of function appears in the history, and what its result looks like. */
export interface TaskEvents extends EndEvents {
  started(call: Call, timeoutSeconds: number | undefined): readonly NewEvent[];
  /** `$states.result` of what the function returned. */
  resultOf(returned: unknown): unknown;
}

/** How a child execution appears in the history of its parent. */
export interface ChildEvents extends EndEvents {
  /** What the attempt goes by stands beside what the service shows. */
  started(
    attempt: ChildAttempt,
    timeoutSeconds: number | undefined,
    heartbeatSeconds: number | undefined,
  ): readonly NewEvent[];
  submitted(output: unknown): NewEvent;
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

/** The ends of a Task that calls an action of a service. */
const endsOf = (resource: object) => ({
  succeeded: (output: unknown) => ({ type: 'TaskSucceeded', data: { ...resource, output } }),
  failed: (failed: FailedAttempt) => ({ type: 'TaskFailed', data: { ...resource, ...failed } }),
  timedOut: (failed: FailedAttempt) => ({ type: 'TaskTimedOut', data: { ...resource, ...failed } }),
});

/** As recorded from the service: scheduled, started, submitted once the child runs, and the end. */
export function childEventsOf(form: ChildForm): ChildEvents {
  const resource = { resourceType: 'states', resource: `startExecution.${form}` };
  return {
    who: 'states',
    ...endsOf(resource),
    started: (attempt, timeout, heartbeat) => [
      {
        type: 'TaskScheduled',
        data: {
          ...resource,
          ...attempt,
          ...timeoutOf(timeout),
          ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
        },
      },
      { type: 'TaskStarted', data: resource },
    ],
    submitted: (output) => ({ type: 'TaskSubmitted', data: { ...resource, output } }),
  };
}

const RESOURCE = { resourceType: 'lambda', resource: 'invoke' };

const INVOKE_EVENTS: TaskEvents = {
  who: 'lambda',
  ...endsOf(RESOURCE),
  started: ({ functionName, payload }, seconds) => {
    const parameters = { FunctionName: functionName, Payload: payload };
    return [
      { type: 'TaskScheduled', data: { ...RESOURCE, parameters, ...timeoutOf(seconds) } },
      { type: 'TaskStarted', data: RESOURCE },
    ];
  },
  // The service adds the SDK's transport fields; no workflow of ours reads them.
  resultOf: (returned) => ({ ExecutedVersion: '$LATEST', Payload: returned, StatusCode: 200 }),
};
