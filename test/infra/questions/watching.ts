import { ALARMS } from '../../../infra/alarm-names.ts';
import { nameOf, withoutHash } from '../names.ts';
import { differences, type Question } from '../question.ts';
import type { Stacks } from '../synthesise.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** A metric as an alarm looks at it. */
const look = (statistic: string, metric: string, period: number, ...dimensions: string[]): string =>
  `${statistic} of ${metric} in ${period} s${dimensions.map((dimension) => ` ${dimension}`).join('')}`;

const ofRuns = (outcome: string): string =>
  look('SampleCount', 'Offpeak RunDuration', 5 * MINUTE, `outcome=${outcome}`, 'service=test');
const passes = (id: string): string =>
  [
    'FILL(called, 0) - FILL(failed, 0)',
    `called: ${look('Sum', 'AWS/Lambda Invocations', MINUTE, `FunctionName=${id}`)}`,
    `failed: ${look('Sum', 'AWS/Lambda Errors', MINUTE, `FunctionName=${id}`)}`,
  ].join('; ');
const ofQueue = (statistic: string, metric: string): string =>
  look(statistic, `AWS/SQS ${metric}`, 5 * MINUTE, 'QueueName=DeadLetters.QueueName');

const once = (at: number): string => `GreaterThanOrEqualToThreshold ${at}, 1 time, missing is notBreaching`;
const never = (times: number): string => `LessThanThreshold 1, ${times} times, missing is breaching`;

/** Each trouble, and the alarm that goes on with it. */
const WANTED: Readonly<Record<(typeof ALARMS)[number], string>> = {
  Unknown: `${ofRuns('UNKNOWN')}: ${once(1)}`,
  Failed: `FILL(failed, 0) + FILL(partial, 0); failed: ${ofRuns('FAILED')}; partial: ${ofRuns('PARTIAL')}: ${once(1)}`,
  Stuck: `${look('Maximum', 'Offpeak Stuck', 5 * MINUTE, 'service=test')}: ${once(1)}`,
  DueSilent: `${passes('Due')}: ${never(5)}`,
  SettleSilent: `${passes('Settle')}: ${never(5)}`,
  MessageGivenUp: `${look('Sum', 'Offpeak MessagesGivenUp', 5 * MINUTE, 'service=test')}: ${once(1)}`,
  Missed: `${look('Sum', 'Offpeak Missed', 5 * MINUTE, 'service=test')}: ${once(1)}`,
  NothingProven: `${look('Sum', 'Offpeak Proven', DAY, 'service=test')}: ${never(7)}`,
  DeadLetter: `${ofQueue('Sum', 'NumberOfMessagesSent')}: ${once(1)}`,
  // The queue's own age leaves out what has been received three times, so it cannot tell of a letter that nobody can record.
  DeadLetterLeft: `${look('Maximum', 'Offpeak DeadLettersLeft', 5 * MINUTE, 'service=test')}: ${once(1)}`,
  DeadLetterUnread: `${ofQueue('Maximum', 'ApproximateAgeOfOldestMessage')}: ${once(900)}`,
  ApiFailing: `${look('Sum', 'AWS/ApiGateway 5xx', 5 * MINUTE, 'ApiId=ApiHttpApi')}: ${once(5)}`,
};

interface MetricProperties {
  readonly Namespace?: unknown;
  readonly MetricName?: unknown;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface MetricData {
  readonly Id?: string;
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: { readonly Metric: MetricProperties; readonly Period: number; readonly Stat: string };
}

interface AlarmProperties extends MetricProperties {
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly MetricData[];
  readonly ComparisonOperator?: string;
  readonly Threshold?: number;
  readonly EvaluationPeriods?: number;
  readonly TreatMissingData?: string;
  readonly AlarmDescription?: string;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
}

const metricIn = (
  { Namespace, MetricName, Dimensions = [] }: MetricProperties,
  stat: unknown,
  period: unknown,
) =>
  look(
    String(stat),
    `${Namespace} ${MetricName}`,
    Number(period),
    ...Dimensions.map(({ Name, Value }) => `${Name}=${nameOf(Value)}`),
  );

/** What an alarm looks at: a metric; or an expression, and the metrics in it, of which it returns nothing else. */
function looksAt(alarm: AlarmProperties): string {
  const { Metrics = [] } = alarm;
  if (Metrics.length === 0) return metricIn(alarm, alarm.Statistic, alarm.Period);
  const alone = Metrics.length === 1;
  return Metrics.map(({ Id, Expression, ReturnData, MetricStat }) => {
    const returned = ReturnData === true && Id !== undefined;
    if (MetricStat === undefined) return `${Expression}${returned ? '' : ', which it does not return'}`;
    const metric = metricIn(MetricStat.Metric, MetricStat.Stat, MetricStat.Period);
    if (alone) return `${metric}${returned ? '' : ', which it does not return'}`;
    return `${Id}: ${metric}${ReturnData === false ? '' : ', which it returns'}`;
  }).join('; ');
}

const alarmsOf = ({ service }: Stacks) =>
  service.ofType('AWS::CloudWatch::Alarm').map(([id, { Properties }]) => {
    const alarm: AlarmProperties = Properties;
    return [withoutHash(id).replace(/^Alarms/, ''), alarm] as const;
  });

const TRACED = ['Api', 'RunCheckWindow', 'RunPollStatus', 'RunRecordOutcome', 'RunSwitchOver', 'RunMachine'];

export const WATCHING: readonly Question[] = [
  {
    question: 'Is there an alarm for each trouble, also for silence?',
    holds: (stacks) =>
      differences(
        alarmsOf(stacks).map(([name, alarm]) => {
          const { ComparisonOperator, Threshold, EvaluationPeriods: times, TreatMissingData } = alarm;
          const plural = times === 1 ? 'time' : 'times';
          return `${name}: ${looksAt(alarm)}: ${ComparisonOperator} ${Threshold}, ${times} ${plural}, missing is ${TreatMissingData}`;
        }),
        Object.entries(WANTED).map(([name, alarm]) => `${name}: ${alarm}`),
        { missing: 'no alarm', surplus: 'an alarm that is not listed' },
      ),
  },
  {
    question: 'Does each alarm tell every topic that the deployment names, also when it is over?',
    holds: (stacks) =>
      alarmsOf(stacks).flatMap(([name, { AlarmActions = [], OKActions = [] }]) => {
        const told = [AlarmActions, OKActions].map((actions) => actions.map(nameOf).join(', '));
        const wanted = stacks.deployment.alarms.topics.join(', ');
        return told.every((one) => one === wanted) ? [] : [`${name} tells ${told.join(' and then ')}`];
      }),
  },
  {
    question: 'Does each alarm say where to read what to do?',
    holds: (stacks) =>
      alarmsOf(stacks)
        .filter(
          ([name, { AlarmDescription = '' }]) =>
            !AlarmDescription.endsWith(` docs/runbook.md#alarm-${name.toLowerCase()}`),
        )
        .map(([name]) => `${name} does not`),
  },
  {
    question: 'Is there one page that shows every alarm?',
    holds: ({ service }) => {
      const pages = service.ofType('AWS::CloudWatch::Dashboard');
      const shown = pages.map(([, { Properties }]) => JSON.stringify(Properties.DashboardBody)).join();
      return [
        ...(pages.length === 1 ? [] : [`${pages.length} pages`]),
        ...ALARMS.filter((name) => !new RegExp(`"Alarms${name}[0-9A-F]{8}"`).test(shown)),
      ];
    },
  },
  {
    question: 'Is a run traced through machine, steps and API, and nothing that is called each minute?',
    holds: ({ service }) =>
      differences(
        Object.entries(service.resources)
          .filter(([, { Properties = {} }]) => {
            const { TracingConfig, TracingConfiguration } = Properties;
            const how = JSON.stringify(TracingConfig ?? TracingConfiguration);
            return how === '{"Mode":"Active"}' || how === '{"Enabled":true}';
          })
          .map(([id]) => withoutHash(id)),
        TRACED,
        { missing: 'is not', surplus: 'is' },
      ),
  },
];
