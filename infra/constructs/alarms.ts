import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ALARMS, type AlarmName } from '../alarm-names.ts';
import type { Deployment } from '../deployment.ts';
import type { OffpeakFunction } from './function.ts';
import type { OffpeakMetrics } from './metrics.ts';

/** What is watched. */
export interface Watched {
  readonly deployment: Deployment;
  readonly metrics: OffpeakMetrics;
  readonly due: OffpeakFunction;
  readonly settle: OffpeakFunction;
}

interface Watch {
  readonly metric: IMetric;
  /** The alarm is on while the metric is at or above 1, or below 1 where less is worse. */
  readonly bad: 'at least one' | 'none' | { readonly over: number };
  /** How many periods in a row. One, unless something may be missed once. */
  readonly periods?: number;
}

const MINUTES = (count: number) => Duration.minutes(count);

/**
 * The alarms, each with its line in the runbook. None of them costs a metric of its own in a quiet month: what happens
 * seldom is missing, and missing is fine; what must happen is watched by metrics that AWS keeps for nothing.
 *
 * They tell the SNS topics of the setting `alarms.topics`, when they go on and when they go off.
 */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    const { alarms: settings } = watched.deployment;
    const watches = watchesOf(watched);
    const topics = settings.topics.map((name) => this.#topic(name));
    this.all = ALARMS.flatMap((name) => {
      const watch = watches[name];
      return watch === undefined ? [] : [this.#alarm(name, watch, topics)];
    });
  }

  #alarm(name: AlarmName, { metric, bad, periods = 1 }: Watch, topics: readonly ITopic[]): Alarm {
    const none = bad === 'none';
    const alarm = new Alarm(this, name, {
      alarmDescription: `Offpeak: ${DESCRIPTIONS[name]} What to do: docs/runbook.md#${anchorOf(name)}`,
      metric,
      threshold: typeof bad === 'object' ? bad.over : 1,
      comparisonOperator: none
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: none ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    for (const topic of topics) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    return alarm;
  }

  #topic(name: string): ITopic {
    const arn = Stack.of(this).formatArn({
      service: 'sns',
      resource: name,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    return Topic.fromTopicArn(this, `Topic${name}`, arn);
  }
}

const DESCRIPTIONS: Readonly<Record<AlarmName, string>> = {
  Unknown:
    'a run ended UNKNOWN: it cannot be told whether the switchover happened, and the instance is held.',
  Failed: 'a run ended FAILED or PARTIAL.',
  Stuck:
    'a run is past its deadline and open, or closed and not announced, or it has held its instance for a day.',
  MessageGivenUp: 'a message to people could not be delivered for a week, and was given up.',
  Missed: 'an occurrence was not honoured, and nobody had wanted that.',
  DeadLetter: 'a trigger could not be delivered.',
  DeadLetterLeft:
    'settle has failed for a quarter of an hour to record a trigger that could not be delivered.',
  DeadLetterUnread:
    'a trigger that could not be delivered has lain in its queue for a quarter of an hour, and settle has not read it.',
  NothingProven: 'no switchover has been proven for as many days as the setting says.',
  DueSilent: 'due has not completed a pass for five minutes: nothing is started.',
  SettleSilent: 'settle has not completed a pass for five minutes: nothing is settled, and nobody is told.',
  ApiFailing: 'the HTTP API answers with errors of its own. It is how people stop everything.',
};

/** The heading in the runbook, as a page's anchor. */
const anchorOf = (name: AlarmName): string => `alarm-${name.toLowerCase()}`;

function watchesOf({
  deployment,
  metrics,
  due,
  settle,
}: Watched): Readonly<Record<AlarmName, Watch | undefined>> {
  const days = deployment.alarms.nothingProvenForDays;
  return {
    Unknown: { metric: metrics.runsThatEnded('UNKNOWN', MINUTES(5)), bad: 'at least one' },
    Failed: { metric: metrics.runsThatEndedBadly(MINUTES(5)), bad: 'at least one' },
    Stuck: { metric: metrics.stuck(MINUTES(5)), bad: 'at least one' },
    MessageGivenUp: { metric: metrics.messagesGivenUp(MINUTES(5)), bad: 'at least one' },
    Missed: { metric: metrics.missed(MINUTES(5)), bad: 'at least one' },
    DeadLetter: { metric: metrics.deadLettersSent(MINUTES(5)), bad: 'at least one' },
    DeadLetterLeft: { metric: metrics.deadLettersLeft(MINUTES(5)), bad: 'at least one' },
    // Knows nothing of a letter that has been received three times: SQS leaves such a one out of its age.
    DeadLetterUnread: { metric: metrics.oldestDeadLetter(MINUTES(5)), bad: { over: 15 * 60 } },
    NothingProven:
      days === false ? undefined : { metric: metrics.proven(Duration.days(1)), bad: 'none', periods: days },
    DueSilent: { metric: passesOf(due), bad: 'none', periods: 5 },
    SettleSilent: { metric: passesOf(settle), bad: 'none', periods: 5 },
    ApiFailing: { metric: metrics.apiFaults(MINUTES(5)), bad: { over: 5 } },
  };
}

/** Passes of a function that were called and did not fail, in a minute. Both metrics are AWS's own. */
function passesOf(called: OffpeakFunction): MathExpression {
  const period = MINUTES(1);
  return new MathExpression({
    expression: 'FILL(called, 0) - FILL(failed, 0)',
    usingMetrics: {
      called: called.metricInvocations({ period, statistic: 'Sum' }),
      failed: called.metricErrors({ period, statistic: 'Sum' }),
    },
    label: 'passes completed',
    period,
  });
}
