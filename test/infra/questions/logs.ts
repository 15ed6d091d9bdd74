import { nameOf, withoutHash } from '../names.ts';
import { differences, type Question, unlike } from '../question.ts';

export const LOGS: readonly Question[] = [
  {
    question: 'Does each function write to a log of its own?',
    holds: ({ service }) =>
      service
        .ofType('AWS::Lambda::Function')
        .map(
          ([id, { Properties }]) =>
            [withoutHash(id), nameOf(Object(Properties.LoggingConfig).LogGroup)] as const,
        )
        .filter(([id, log]) => log !== `${id}Log`)
        .map(([id, log]) => `${id} writes to ${log}`),
  },
  {
    question: 'Does the machine log what fails, and none of its data?',
    holds: ({ service }) =>
      service.ofType('AWS::StepFunctions::StateMachine').flatMap(([, { Properties }]) => {
        const logging = Object(Properties.LoggingConfiguration);
        return [
          ...unlike('the machine', logging, { Level: 'ERROR', IncludeExecutionData: false }),
          ...differences(
            [nameOf(logging.Destinations?.[0]?.CloudWatchLogsLogGroup?.LogGroupArn)],
            ['RunMachineLog.Arn'],
            {
              missing: 'does not log to',
              surplus: 'logs to',
            },
          ),
        ];
      }),
  },
  {
    question: 'Is each log kept for three months, and gone with its stack?',
    holds: ({ service, deployment }) => {
      const logs = service.ofType('AWS::Logs::LogGroup');
      return [
        ...differences(
          logs.map(([id]) => withoutHash(id)),
          [...LOG_GROUPS, ...(deployment.fixedEgress ? ['EgressRefusedLog'] : [])],
          { missing: 'no log', surplus: 'a log that is not listed' },
        ),
        ...logs.flatMap(([id, { Properties, ...policies }]) =>
          unlike(
            withoutHash(id),
            { ...Properties, ...policies },
            {
              RetentionInDays: 90,
              DeletionPolicy: 'Delete',
              UpdateReplacePolicy: 'Delete',
            },
          ),
        ),
      ];
    },
  },
];

const LOG_GROUPS = [
  ...['CheckWindow', 'SwitchOver', 'PollStatus', 'RecordOutcome', 'Machine'].map((name) => `Run${name}Log`),
  ...['DueLog', 'SettleLog', 'ApiLog', 'ApiHttpAccessLog'],
];
