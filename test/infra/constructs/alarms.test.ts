import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ALARMS, type AlarmName } from '../../../infra/alarm-names.ts';
import { makeAwsMetrics } from '../../../shared/runtime/aws-metrics.ts';
import { OUTCOMES } from '../../../shared/switchover/codes.ts';
import { closedRun } from '../../runtime/closed-runs.ts';
import { synthesise } from '../synthesise.ts';

const metricSchema = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
});
const ofExpression = z.object({
  MetricStat: z.object({ Metric: metricSchema, Stat: z.string(), Period: z.number() }).optional(),
  Expression: z.string().optional(),
});
const alarmSchema = z.object({
  AlarmDescription: z.string(),
  ComparisonOperator: z.string(),
  EvaluationPeriods: z.number(),
  Threshold: z.number(),
  TreatMissingData: z.string(),
  Period: z.number().optional(),
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Metrics: z.array(ofExpression).optional(),
  AlarmActions: z.array(z.unknown()).optional(),
  OKActions: z.array(z.unknown()).optional(),
  ...metricSchema.partial().shape,
});

function alarmsOf(settings: Parameters<typeof synthesise>[1] = {}) {
  const { service } = synthesise(undefined, settings);
  const found = service.ofType('AWS::CloudWatch::Alarm').map(([id, { Properties }]) => {
    const name = ALARMS.find((one) => new RegExp(`^Alarms${one}[0-9A-F]{8}$`).test(id));
    return [name, alarmSchema.parse(Properties)] as const;
  });
  return new Map(found);
}

const alarms = alarmsOf();
const alarm = (name: AlarmName) => alarms.get(name) ?? expect.fail(`no alarm ${name}`);

const stats = ({ Metrics = [] }: z.infer<typeof alarmSchema>) =>
  Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);

/** The name and the period of the one metric that an alarm looks at, whichever form it is written in. */
const lookOf = (read: z.infer<typeof alarmSchema>) => {
  const [stat] = stats(read);
  return [stat?.Metric.MetricName ?? read.MetricName, stat?.Period ?? read.Period];
};

/** What an alarm looks at. */
const watchedBy = ({ Namespace, MetricName, Dimensions, Metrics = [] }: z.infer<typeof alarmSchema>) => [
  ...(Namespace === undefined || MetricName === undefined
    ? []
    : [{ Namespace, MetricName, Dimensions: Dimensions ?? [] }]),
  ...Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])),
];

describe('the alarms', () => {
  it('are the named ones', () => {
    expect([...alarms.keys()].toSorted()).toEqual([...ALARMS].toSorted());
  });

  it.each([
    ['Unknown', 'RunDuration', { threshold: 1, periods: 1, period: 300 }],
    ['Stuck', 'Stuck', { threshold: 1, periods: 1, period: 300 }],
    ['MessageGivenUp', 'MessagesGivenUp', { threshold: 1, periods: 1, period: 300 }],
    ['Missed', 'Missed', { threshold: 1, periods: 1, period: 300 }],
    ['DeadLetter', 'NumberOfMessagesSent', { threshold: 1, periods: 1, period: 300 }],
    ['DeadLetterLeft', 'DeadLettersLeft', { threshold: 1, periods: 1, period: 300 }],
    ['DeadLetterUnread', 'ApproximateAgeOfOldestMessage', { threshold: 900, periods: 1, period: 300 }],
    ['ApiFailing', '5xx', { threshold: 5, periods: 1, period: 300 }],
  ] as const)(
    '%s goes on with %s, and never for want of it',
    (name, metric, { threshold, periods, period }) => {
      expect(alarm(name)).toMatchObject({
        Threshold: threshold,
        EvaluationPeriods: periods,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      });
      expect(lookOf(alarm(name))).toEqual([metric, period]);
    },
  );

  it('Failed looks at both outcomes that are known and not well', () => {
    const outcomes = watchedBy(alarm('Failed')).flatMap(({ Dimensions }) =>
      Dimensions.flatMap(({ Name, Value }) => (Name === 'outcome' ? [Value] : [])),
    );

    expect(outcomes.toSorted()).toEqual(['FAILED', 'PARTIAL']);
    expect(alarm('Failed')).toMatchObject({ Threshold: 1, TreatMissingData: 'notBreaching' });
  });

  it.each([
    ['DueSilent', 'Due'],
    ['SettleSilent', 'Settle'],
  ] as const)('%s goes on after five minutes without a pass that completed, called or not', (name, id) => {
    expect(alarm(name)).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 5,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    const [expression, ...metrics] = alarm(name).Metrics ?? [];
    expect(expression?.Expression).toBe('FILL(called, 0) - FILL(failed, 0)');
    expect(metrics.map(({ MetricStat }) => [MetricStat?.Metric.MetricName, MetricStat?.Period])).toEqual([
      ['Invocations', 60],
      ['Errors', 60],
    ]);
    expect(JSON.stringify(metrics)).toMatch(new RegExp(`"Ref":"${id}[0-9A-F]{8}"`));
  });

  it('NothingProven goes on after as many days as are set, seven where none are', () => {
    const days = (count: number) =>
      alarmsOf({ alarms: { nothingProvenForDays: count } }).get('NothingProven');

    expect(alarm('NothingProven')).toMatchObject({
      EvaluationPeriods: 7,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
    expect(lookOf(alarm('NothingProven'))).toEqual(['Proven', 86_400]);
    expect(days(2)).toMatchObject({ EvaluationPeriods: 2 });
    expect(alarmsOf({ alarms: { nothingProvenForDays: false } }).has('NothingProven')).toBe(false);
  });

  it('watch, of our own metrics, only what the functions emit, under dimensions that they emit', () => {
    const emitted = new Set<string>();
    const metrics = makeAwsMetrics({ deployment: 'test', write: (line) => emittedIn(line, emitted) });
    for (const outcome of OUTCOMES) metrics.closed(closedRun({ outcome }));
    metrics.closed(closedRun({ outcome: 'SKIPPED', reason: 'LIMIT' }));
    metrics.stuck(1);
    metrics.givenUp();
    metrics.lettersLeft(1);
    const own = [...alarms.values()]
      .flatMap(watchedBy)
      .filter(({ Namespace }) => !Namespace.startsWith('AWS/'));

    expect(own).toHaveLength(8);
    for (const { Namespace, MetricName, Dimensions } of own) {
      const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${String(Value)}`).toSorted();
      expect(emitted).toContain([Namespace, MetricName, ...dimensions].join(' '));
    }
  });

  it('tell nobody where no topic is set, and each topic of this account where some are', () => {
    const told = alarmsOf({ alarms: { topics: ['pager', 'log'] } });

    for (const { AlarmActions } of alarms.values()) expect(AlarmActions ?? []).toEqual([]);
    for (const { AlarmActions = [], OKActions = [] } of told.values()) {
      expect(AlarmActions).toHaveLength(2);
      expect(OKActions).toEqual(AlarmActions);
      expect(JSON.stringify(AlarmActions)).toMatch(/:sns:.*:pager.*:log/);
    }
  });
});

const emfSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/** Notes each metric of an EMF line as CloudWatch would name it. */
function emittedIn(line: string, into: Set<string>): void {
  const { _aws, ...values } = emfSchema.parse(JSON.parse(line));
  for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
    for (const { Name } of Metrics) {
      for (const names of Dimensions) {
        const dimensions = names.map((name) => `${name}=${String(values[name])}`).toSorted();
        into.add([Namespace, Name, ...dimensions].join(' '));
      }
    }
  }
}
