import { nameOf } from '../names.ts';
import { differences, type Question, unlike } from '../question.ts';

/** A call that is a minute late is given up, because the next one does its work; what was not delivered is kept. */
const GIVEN_UP_AFTER_A_MINUTE = { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 };

interface Target {
  readonly Arn?: unknown;
  readonly RoleArn?: unknown;
  readonly Input?: unknown;
  readonly RetryPolicy?: unknown;
  readonly DeadLetterConfig?: { readonly Arn?: unknown };
}

const targetOf = ({ Arn, RoleArn, Input, RetryPolicy, DeadLetterConfig }: Target): string =>
  [
    `calls ${nameOf(Arn)}`,
    ...(RoleArn === undefined ? [] : [`as ${nameOf(RoleArn)}`]),
    ...(Input === undefined ? [] : [`with ${Input}`]),
    `tries ${JSON.stringify(RetryPolicy)}`,
    `keeps what is undelivered in ${nameOf(DeadLetterConfig?.Arn)}`,
  ].join(', ');

export const TRIGGERS: readonly Question[] = [
  {
    question: 'Are due and settle called each minute, and what could not be delivered kept?',
    holds: ({ service, deployment }) =>
      differences(
        service.ofType('AWS::Scheduler::Schedule').map(([, { Properties }]) => {
          const { ScheduleExpression, State, GroupName, FlexibleTimeWindow, Target } = Properties;
          const when = [
            ScheduleExpression,
            State,
            nameOf(GroupName),
            JSON.stringify(FlexibleTimeWindow),
          ].join(' ');
          return `${when} ${targetOf(Object(Target))}`;
        }),
        ['Due', 'Settle'].map(
          (id) =>
            `rate(1 minute) ENABLED offpeak-${deployment.deployment} {"Mode":"OFF"} ${targetOf({
              Arn: `${id}.Arn`,
              RoleArn: `${id}CallerRole.Arn`,
              Input: JSON.stringify({ minuteCallOf: id.toLowerCase() }),
              RetryPolicy: GIVEN_UP_AFTER_A_MINUTE,
              DeadLetterConfig: { Arn: 'DeadLetters.Arn' },
            })}`,
        ),
        { missing: 'is not called', surplus: 'is called' },
      ),
  },
  {
    question: 'Is a pass that failed left to the next minute?',
    holds: ({ service }) =>
      differences(
        service
          .ofType('AWS::Lambda::EventInvokeConfig')
          .map(
            ([, { Properties }]) =>
              `${nameOf(Properties.FunctionName)} ${nameOf(Properties.Qualifier)} ${Properties.MaximumRetryAttempts} ${Properties.MaximumEventAgeInSeconds}`,
          ),
        ['Due $LATEST 0 60', 'Settle $LATEST 0 60'],
        { missing: 'is not', surplus: 'is' },
      ),
  },
  {
    question: 'Is settle called at once when an execution of ours ends badly?',
    holds: ({ service }) =>
      differences(
        service.ofType('AWS::Events::Rule').map(([, { Properties }]) => {
          const { EventPattern, State, Targets } = Properties;
          const targets = (Array.isArray(Targets) ? Targets : []).map(targetOf).join(' and ');
          return `${State} ${nameOf(JSON.stringify(EventPattern).replace(/[0-9A-F]{8}"/g, '"'))} ${targets}`;
        }),
        [
          `ENABLED ${JSON.stringify({
            source: ['aws.states'],
            'detail-type': ['Step Functions Execution Status Change'],
            detail: { stateMachineArn: [{ Ref: 'RunMachine' }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
          })} ${targetOf({
            Arn: 'Settle.Arn',
            RetryPolicy: GIVEN_UP_AFTER_A_MINUTE,
            DeadLetterConfig: { Arn: 'DeadLetters.Arn' },
          })}`,
        ],
        { missing: 'no rule', surplus: 'a rule that is not listed' },
      ),
  },
  {
    question: 'Are the schedules in a group of their own, which their role is bound to?',
    holds: ({ service, deployment }) => {
      const groups = service.ofType('AWS::Scheduler::ScheduleGroup');
      return [
        ...(groups.length === 1 ? [] : [`${groups.length} groups`]),
        ...groups.flatMap(([id, { Properties }]) =>
          unlike(id, Properties, { Name: `offpeak-${deployment.deployment}` }),
        ),
      ];
    },
  },
  {
    question: 'Are dead letters encrypted, and kept for two weeks?',
    holds: ({ service, deployment }) => {
      const queues = service.ofType('AWS::SQS::Queue');
      return [
        ...(queues.length === 1 ? [] : [`${queues.length} queues`]),
        ...queues.flatMap(([, { Properties }]) =>
          unlike('the queue', Properties, {
            SqsManagedSseEnabled: deployment.customerManagedKey ? undefined : true,
            MessageRetentionPeriod: 14 * 24 * 3_600,
            // Longer than settle may run: no second pass works on the same letter.
            VisibilityTimeout: 180,
          }),
        ),
        ...service
          .ofType('AWS::SQS::QueuePolicy')
          .filter(([, { Properties }]) => nameOf(Properties.Queues) !== 'DeadLetters')
          .map(([id]) => `${id} is for another queue`),
      ];
    },
  },
];
