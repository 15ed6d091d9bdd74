import { stdout } from 'node:process';
import { Metrics as Emf, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Metrics } from '../steps/ports.ts';
import { isMissed, isProven } from '../switchover/consequences.ts';
import { METRICS } from '../workflow/metrics.ts';

export interface MetricsParts {
  readonly deployment: string;
  /** Takes one line. */
  readonly write?: (line: string) => void;
}

/**
 * Counts in CloudWatch by lines of its embedded metric format on standard output: no call, no permission, and no metric
 * in an hour in which nothing happens, which is what CloudWatch charges by.
 */
export function makeAwsMetrics({
  deployment,
  write = (line) => stdout.write(`${line}\n`),
}: MetricsParts): Metrics {
  const begin = () => new Emf({ namespace: METRICS.namespace, serviceName: deployment });
  const emit = (metrics: Emf) => write(JSON.stringify(metrics.serializeMetrics()));
  const count = (name: string, value: number, runId?: string) => {
    const metrics = begin().addMetric(name, MetricUnit.Count, value);
    emit(runId === undefined ? metrics : metrics.addMetadata('runId', runId));
  };
  return {
    closed(run) {
      const { outcome, reason, closedAt } = run;
      if (outcome === undefined || reason === undefined || closedAt === undefined) return;
      const began = Math.max(run.acceptedAt, run.startAt);
      emit(
        begin()
          .addDimensions({ [METRICS.outcome]: outcome })
          .addDimensions({ [METRICS.reason]: reason })
          .addMetric(METRICS.runDuration, MetricUnit.Milliseconds, Math.max(0, closedAt - began))
          .addMetadata('runId', run.runId),
      );
      if (run.mode !== 'switch') return;
      if (isProven(outcome, reason)) count(METRICS.proven, 1, run.runId);
      if (isMissed(outcome, reason)) count(METRICS.missed, 1, run.runId);
    },
    stuck: (runs) => count(METRICS.stuck, runs),
    givenUp: (runId) => count(METRICS.givenUp, 1, runId),
    lettersLeft: (letters) => count(METRICS.lettersLeft, letters),
  };
}
