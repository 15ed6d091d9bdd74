import { recordPorts } from '../shared/runtime/aws.ts';
import { RECORDS } from '../shared/runtime/aws-environment.ts';
import { stepFunction } from '../shared/runtime/aws-function.ts';
import { volcengine } from '../shared/runtime/aws-vendor.ts';
import { makeSwitchOver } from '../shared/steps/switch-over.ts';

/**
 * SwitchOver: chooses and pins the targets, asks every gate again, claims the send, looks once more, and sends once.
 *
 * The only function that can change an instance. It announces nothing and starts nothing.
 */
export const handler = stepFunction('SwitchOver', RECORDS, (environment, surroundings) => {
  const ports = recordPorts(environment, surroundings);
  return makeSwitchOver({ ...ports, redis: volcengine(ports) });
});
