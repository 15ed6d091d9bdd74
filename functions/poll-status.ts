import { recordPorts } from '../shared/runtime/aws.ts';
import { RECORDS } from '../shared/runtime/aws-environment.ts';
import { stepFunction } from '../shared/runtime/aws-function.ts';
import { volcengine } from '../shared/runtime/aws-vendor.ts';
import { makePollStatus } from '../shared/steps/poll-status.ts';

/**
 * PollStatus: watches the roles until they decide, and stays while the next look is near.
 *
 * It reads the vendor and never changes it.
 */
export const handler = stepFunction('PollStatus', RECORDS, (environment, surroundings) => {
  const ports = recordPorts(environment, surroundings);
  return makePollStatus({ ...ports, redis: volcengine(ports) });
});
