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
import { makeHearOfEnded } from '../shared/steps/record-ended.ts';
import { makeSettle } from '../shared/steps/settle.ts';

/**
 * settle, each minute and whenever an execution ends badly: closes what nobody closes, settles UNKNOWN, announces,
 * and turns dead letters into records, and executions that died before they had one.
 *
 * It reads the vendor and never changes it, and frees nothing that can still land.
 */
export const handler = stepFunction(
  'settle',
  { ...RECORDS, ...WORKFLOW, ...ANNOUNCING, ...LETTERS, ...TELLING },
  (environment, surroundings) => {
    const ports = recordPorts(environment, surroundings);
    const metrics = makeAwsMetrics({ deployment: environment.OFFPEAK_DEPLOYMENT });
    const letters = deadLetters(environment);
    const announcer = eventBus(environment, surroundings);
    const settle = makeSettle({
      ...ports,
      redis: volcengine(ports),
      executions: stepFunctions(environment, surroundings),
      announcer,
      metrics,
      messenger: messenger(environment, surroundings),
    });
    const hearOfEnded = makeHearOfEnded({ ...ports, announcer, letters });
    const drainDeadLetters = makeDrainDeadLetters({ ...ports, metrics, announcer, letters });
    return async (event, frame) => {
      // First: with the records away the pass throws, and nobody brings the event again.
      const ended = await hearOfEnded(event);
      return {
        ...(await settle(event, frame)),
        letters: await drainDeadLetters(event, frame),
        ...(ended !== undefined && { ended }),
      };
    };
  },
);
