import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { OUTCOMES } from '../../shared/switchover/codes.ts';
import { MISSED } from '../../shared/switchover/consequences.ts';
import type { Alarms } from './alarms.ts';
import type { OffpeakFunction } from './function.ts';
import type { OffpeakMetrics } from './metrics.ts';
import type { RunWorkflow } from './run-workflow.ts';

export interface Shown {
  readonly alarms: Alarms;
  readonly metrics: OffpeakMetrics;
  readonly workflow: RunWorkflow;
  readonly due: OffpeakFunction;
  readonly settle: OffpeakFunction;
  readonly api: OffpeakFunction;
}

const WHOLE = 24;
const HALF = 12;
const THIRD = 8;

/** One page: is anything wrong, what came of the runs, how long they took, do the two of each minute run, what was said. */
export class OffpeakDashboard extends Construct {
  constructor(scope: Construct, id: string, shown: Shown) {
    super(scope, id);
    new Dashboard(this, 'Page', {
      defaultInterval: Duration.days(7),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...shown.alarms.all], width: WHOLE, height: 3 })],
        runs(shown.metrics),
        trouble(shown.metrics),
        health(shown),
        [said([shown.settle, shown.workflow.steps.RecordOutcome])],
      ],
    });
  }
}

const graph = (title: string, width: number, left: IMetric[], right: IMetric[] = []): GraphWidget =>
  new GraphWidget({ title, width, left, right, leftYAxis: { min: 0 }, rightYAxis: { min: 0 } });

function runs(metrics: OffpeakMetrics): IWidget[] {
  const hour = Duration.hours(1);
  return [
    graph(
      'Runs by outcome',
      HALF,
      OUTCOMES.map((outcome) => metrics.runsThatEnded(outcome, hour)),
    ),
    graph(
      'How long a switchover took, from when it was to start (ms)',
      HALF,
      ['p50', 'p95', 'Maximum'].map((statistic) => metrics.tookUntil('SUCCEEDED', statistic, hour)),
    ),
  ];
}

function trouble(metrics: OffpeakMetrics): IWidget[] {
  const hour = Duration.hours(1);
  return [
    graph('Proven a day', THIRD, [metrics.proven(Duration.days(1))]),
    graph('Missed, and why; stuck; messages given up', THIRD, [
      metrics.missed(hour),
      ...MISSED.map((reason) => metrics.runsThatEndedFor(reason, hour)),
      metrics.stuck(hour),
      metrics.messagesGivenUp(hour),
    ]),
    graph(
      'Dead letters, those not recorded; age of the oldest unread (s)',
      THIRD,
      [metrics.deadLettersSent(hour), metrics.deadLettersLeft(hour)],
      [metrics.oldestDeadLetter(hour)],
    ),
  ];
}

function health({ due, settle, api, metrics, workflow }: Shown): IWidget[] {
  const period = Duration.minutes(5);
  const each = [due, settle, ...Object.values(workflow.steps), api];
  return [
    graph(
      'due and settle: passes; longest (ms)',
      THIRD,
      [
        due.metricInvocations({ period, label: 'due' }),
        settle.metricInvocations({ period, label: 'settle' }),
      ],
      [
        due.metricDuration({ period, statistic: 'Maximum', label: 'due' }),
        settle.metricDuration({ period, statistic: 'Maximum', label: 'settle' }),
      ],
    ),
    graph(
      'Functions: errors; throttles',
      THIRD,
      each.map((one) => one.metricErrors({ period, label: `${one.node.id} errors` })),
      each.map((one) => one.metricThrottles({ period, label: `${one.node.id} throttles` })),
    ),
    graph('HTTP API: calls; its own errors', THIRD, [metrics.apiCalls(period)], [metrics.apiFaults(period)]),
  ];
}

/** The newest lines that have a code: what was decided. */
const said = (functions: readonly OffpeakFunction[]): IWidget =>
  new LogQueryWidget({
    title: 'What was decided',
    width: WHOLE,
    logGroupNames: functions.map(({ logGroup }) => logGroup.logGroupName),
    queryLines: [
      'fields @timestamp, runId, message, code, data.outcome, data.reason',
      'filter ispresent(code)',
      'sort @timestamp desc',
      'limit 50',
    ],
  });
