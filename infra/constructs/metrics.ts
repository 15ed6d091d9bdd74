import type { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS } from '../../shared/workflow/metrics.ts';
import type { DeadLetters } from './dead-letters.ts';

export interface MetricsOf {
  readonly deployment: string;
  readonly deadLetters: DeadLetters;
  readonly httpApi: HttpApi;
}

/** What alarms and dashboard look at: the counts of our own functions, and what AWS keeps of our resources for nothing. */
export class OffpeakMetrics {
  readonly #of: MetricsOf;

  constructor(of: MetricsOf) {
    this.#of = of;
  }

  /** How many runs ended so. A run is one sample of its duration. */
  runsThatEnded(outcome: string, period: Duration): Metric {
    return this.#own(METRICS.runDuration, { [METRICS.outcome]: outcome }, 'SampleCount', period, outcome);
  }

  /** FAILED and PARTIAL: known, and not well. */
  runsThatEndedBadly(period: Duration): MathExpression {
    return new MathExpression({
      expression: 'FILL(failed, 0) + FILL(partial, 0)',
      usingMetrics: {
        failed: this.runsThatEnded('FAILED', period),
        partial: this.runsThatEnded('PARTIAL', period),
      },
      label: 'FAILED or PARTIAL',
      period,
    });
  }

  /** How long runs with this outcome took, from when they were to start. */
  tookUntil(outcome: string, statistic: string, period: Duration): Metric {
    const dimensions = { [METRICS.outcome]: outcome };
    return this.#own(METRICS.runDuration, dimensions, statistic, period, `${outcome} ${statistic}`);
  }

  /** How many runs ended for a reason, whatever their outcome. */
  runsThatEndedFor(reason: string, period: Duration): Metric {
    return this.#own(METRICS.runDuration, { [METRICS.reason]: reason }, 'SampleCount', period, reason);
  }

  stuck(period: Duration): Metric {
    return this.#own(METRICS.stuck, {}, 'Maximum', period, 'stuck');
  }

  messagesGivenUp(period: Duration): Metric {
    return this.#own(METRICS.givenUp, {}, 'Sum', period, 'messages given up');
  }

  missed(period: Duration): Metric {
    return this.#own(METRICS.missed, {}, 'Sum', period, 'missed');
  }

  proven(period: Duration): Metric {
    return this.#own(METRICS.proven, {}, 'Sum', period, 'proven');
  }

  deadLettersSent(period: Duration): IMetric {
    return this.#of.deadLetters.metricNumberOfMessagesSent({ period, statistic: 'Sum' });
  }

  /** What settle receives again and again. */
  deadLettersLeft(period: Duration): Metric {
    return this.#own(METRICS.lettersLeft, {}, 'Maximum', period, 'not recorded');
  }

  /** In seconds; of those that have been received twice at most. */
  oldestDeadLetter(period: Duration): IMetric {
    return this.#of.deadLetters.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' });
  }

  apiCalls(period: Duration): IMetric {
    return this.#of.httpApi.metricCount({ period, statistic: 'Sum' });
  }

  /** Answers of 500 and above. */
  apiFaults(period: Duration): IMetric {
    return this.#of.httpApi.metricServerError({ period, statistic: 'Sum' });
  }

  #own(
    metricName: string,
    dimensions: Record<string, string>,
    statistic: string,
    period: Duration,
    label: string,
  ): Metric {
    const dimensionsMap = { [METRICS.deployment]: this.#of.deployment, ...dimensions };
    return new Metric({ namespace: METRICS.namespace, metricName, dimensionsMap, statistic, period, label });
  }
}
