import { STEP_FUNCTIONS, type StepName, substitutionOf } from './names.ts';

/**
 * The faults of the platform that a Task may be retried after. Never `States.ALL`, never one of our outcomes:
 * a step that decided must not be asked to decide again. A retried step resumes by the run's phase.
 */
const PLATFORM_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'States.Timeout',
  'StoreUnavailable',
  // CheckWindow's alone: Step Functions did not take what a waiting workflow is to hear.
  'RefusalUntold',
] as const;

/** Seconds until the next look when SwitchOver or PollStatus itself has failed: without them two that fail would chase each other. */
const WAIT_AFTER_FAILED_STEP_SECONDS = 30;

const LOOK_LATER = [
  {
    ErrorEquals: ['States.ALL'],
    Output: `{% {"runId": $states.input.runId, "waitSeconds": ${WAIT_AFTER_FAILED_STEP_SECONDS}} %}`,
    Next: 'WaitToPoll',
  },
] as const;

function step(name: StepName, payload: string) {
  return {
    Type: 'Task',
    Resource: 'arn:${Partition}:states:::lambda:invoke',
    Arguments: { FunctionName: `\${${substitutionOf(name)}}`, Payload: payload },
    Output: '{% $states.result.Payload %}',
    TimeoutSeconds: STEP_FUNCTIONS[name].stateTimeoutSeconds,
    Retry: [
      {
        ErrorEquals: PLATFORM_ERRORS,
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxAttempts: 4,
        MaxDelaySeconds: 30,
        JitterStrategy: 'FULL',
      },
    ],
  } as const;
}

const OF_RUN = '{% {"runId": $states.input.runId, "execution": $states.context.Execution.Id} %}';

/**
 * The workflow of one run: the object that is deployed, that the embedded engine runs and that the tests check.
 *
 * `${…}` stand for what only the deployment knows; with or without them this is valid JSON. There is no machine-level
 * TimeoutSeconds, because an execution that times out runs no Catch; overdue runs belong to settle.
 */
export const definition = {
  Comment: 'Offpeak: one switchover in its window, at most once, proven and recorded.',
  QueryLanguage: 'JSONata',
  StartAt: 'CheckWindow',
  States: {
    CheckWindow: {
      ...step('CheckWindow', '{% {"input": $states.input, "execution": $states.context.Execution.Id} %}'),
      Next: 'WindowDecision',
    },
    WindowDecision: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.decision = "yes" %}', Next: 'SwitchOver' },
        { Condition: '{% $states.input.decision = "not yet" %}', Next: 'WaitForWindow' },
        { Condition: '{% $states.input.decision = "duplicate" %}', Next: 'Duplicate' },
      ],
      Default: 'RecordOutcome',
    },
    WaitForWindow: { Type: 'Wait', Timestamp: '{% $states.input.until %}', Next: 'CheckWindow' },
    Duplicate: { Type: 'Succeed' },
    SwitchOver: {
      ...step('SwitchOver', OF_RUN),
      Catch: LOOK_LATER,
      Next: 'PollStatus',
    },
    PollStatus: {
      ...step('PollStatus', OF_RUN),
      Catch: LOOK_LATER,
      Next: 'PollDecision',
    },
    PollDecision: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.decision = "changing" %}', Next: 'WaitToPoll' },
        { Condition: '{% $states.input.decision = "next batch" %}', Next: 'SwitchOver' },
      ],
      Default: 'RecordOutcome',
    },
    WaitToPoll: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'PollStatus' },
    RecordOutcome: { ...step('RecordOutcome', OF_RUN), End: true },
  },
} as const;

/** The definition with every `${name}` replaced. Throws when a substitution is missing: a half-filled definition never runs. */
export function substitute(substitutions: Readonly<Record<string, string>>): Record<string, unknown> {
  const missing = new Set<string>();
  const filled = JSON.stringify(definition).replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const value = substitutions[name];
    if (value === undefined) missing.add(name);
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
  if (missing.size > 0) throw new Error(`The definition lacks substitutions for ${[...missing].join(', ')}.`);
  return JSON.parse(filled);
}
