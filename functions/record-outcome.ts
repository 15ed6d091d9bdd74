import { recordPorts } from '../shared/runtime/aws.ts';
import { ANNOUNCING, RECORDS, TELLING } from '../shared/runtime/aws-environment.ts';
import { eventBus } from '../shared/runtime/aws-event-bus.ts';
import { stepFunction } from '../shared/runtime/aws-function.ts';
import { messenger } from '../shared/runtime/aws-messenger.ts';
import { makeAwsMetrics } from '../shared/runtime/aws-metrics.ts';
import { readerOf } from '../shared/runtime/aws-workflow.ts';
import { sentenceFor } from '../shared/runtime/closed-run.ts';
import { makeRecordOutcome } from '../shared/steps/record-outcome.ts';

/**
 * RecordOutcome: closes the run by its evidence, announces it, and fails the execution where the outcome is a bad one.
 *
 * It never speaks to the vendor.
 */
export const handler = stepFunction(
  'RecordOutcome',
  { ...RECORDS, ...ANNOUNCING, ...TELLING },
  (environment, surroundings) =>
    makeRecordOutcome({
      ...recordPorts(environment, surroundings),
      announcer: eventBus(environment, surroundings),
      metrics: makeAwsMetrics({ deployment: environment.OFFPEAK_DEPLOYMENT }),
      messenger: messenger(environment, surroundings),
      sentenceOf: sentenceFor(readerOf(environment)),
    }),
);
