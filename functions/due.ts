import { recordPorts } from '../shared/runtime/aws.ts';
import { RECORDS, WORKFLOW } from '../shared/runtime/aws-environment.ts';
import { stepFunction } from '../shared/runtime/aws-function.ts';
import { makeAwsMetrics } from '../shared/runtime/aws-metrics.ts';
import { stepFunctions } from '../shared/runtime/aws-workflow.ts';
import { makeDue } from '../shared/steps/due.ts';

/**
 * due, each minute: starts the runs that are due and have a free slot, oldest first, and records what was missed.
 *
 * It asks only what our own records know; the vendor is asked by the workflow it starts.
 */
export const handler = stepFunction('due', { ...RECORDS, ...WORKFLOW }, (environment, surroundings) =>
  makeDue({
    ...recordPorts(environment, surroundings),
    executions: stepFunctions(environment, surroundings),
    metrics: makeAwsMetrics({ deployment: environment.OFFPEAK_DEPLOYMENT }),
  }),
);
