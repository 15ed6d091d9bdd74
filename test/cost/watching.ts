import * as z from 'zod';
import { synthesise } from '../infra/synthesise.ts';
import { HOURS_OF_A_MONTH, PRICES } from './prices.ts';

/** What a month of watching costs, in dollars. It stands beside the runs: some accounts have it free, some switch it off. */
export interface Watching {
  readonly customMetrics: number;
  readonly alarms: number;
  readonly dashboard: number;
}

/** Metrics of our own in an hour in which runs end proven: how long they took by outcome and by reason, and the proofs. */
const METRICS_OF_AN_HOUR = 3;

/** One at once, and due starts one each minute. */
const RUNS_AN_HOUR = 60;

const alarmSchema = z.object({
  Metrics: z.array(z.object({ MetricStat: z.unknown().optional() })).optional(),
});

/** Metrics that the alarms of the template look at. */
export function alarmedMetrics(): number {
  const alarms = synthesise().service.ofType('AWS::CloudWatch::Alarm');
  return alarms.reduce((sum, [, { Properties }]) => {
    const { Metrics } = alarmSchema.parse(Properties);
    return sum + (Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1);
  }, 0);
}

/** Of a month with so many runs, of which `together` fall into one night. */
export function priceOfWatching(runs: number, together: number, alarmed: number): Watching {
  const hoursOfANight = Math.ceil(together / RUNS_AN_HOUR);
  const hours = Math.min(HOURS_OF_A_MONTH, (runs / together) * hoursOfANight);
  return {
    customMetrics: (METRICS_OF_AN_HOUR * PRICES.customMetric * hours) / HOURS_OF_A_MONTH,
    alarms: alarmed * PRICES.alarmedMetric,
    dashboard: PRICES.dashboard,
  };
}
