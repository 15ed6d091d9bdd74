import { recordPorts } from '../shared/runtime/aws.ts';
import { deadLetters } from '../shared/runtime/aws-dead-letters.ts';
import { ANNOUNCING, LETTERS, RECORDS, TELLING, WORKFLOW } from '../shared/runtime/aws-environment.ts';
import { eventBus } from '../shared/runtime/aws-event-bus.ts';
import { stepFunction } from '../shared/runtime/aws-function.ts';
import { messenger } from '../shared/runtime/aws-messenger.ts';
import { makeAwsMetrics } from '../shared/runtime/aws-metrics.ts';
import { volcengine } from '../shared/runtime/aws-vendor.ts';
import { stepFunctions } from '../shared/runtime/aws-workflow.ts';
import { makeDrainDeadLetters } from '../shared/steps/drain-dead-letters.ts';
import { makeSettle } from '../shared/steps/settle.ts';

/**
 * settle, each minute and whenever an execution ends badly: closes what nobody closes, settles UNKNOWN, announces,
 * and turns dead letters into records.
 *
 * It reads the vendor and never changes it, and frees nothing that can still land.
 */
export const handler = stepFunction(
  'settle',
  { ...RECORDS, ...WORKFLOW, ...ANNOUNCING, ...LETTERS, ...TELLING },
  (environment, surroundings) => {
    const ports = recordPorts(environment, surroundings);
    const metrics = makeAwsMetrics({ deployment: environment.OFFPEAK_DEPLOYMENT });
    const settle = makeSettle({
      ...ports,
      redis: volcengine(ports),
      executions: stepFunctions(environment, surroundings),
      announcer: eventBus(environment, surroundings),
      metrics,
      messenger: messenger(environment, surroundings),
    });
    const drainDeadLetters = makeDrainDeadLetters({ ...ports, metrics, letters: deadLetters(environment) });
    return async (event, frame) => ({
      ...(await settle(event, frame)),
      letters: await drainDeadLetters(event, frame),
    });
  },
);
