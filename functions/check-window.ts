import { recordPorts, UNWIRED } from '../shared/runtime/aws.ts';
import { READER, RECORDS } from '../shared/runtime/aws-environment.ts';
import { stepFunction } from '../shared/runtime/aws-function.ts';
import { volcengine } from '../shared/runtime/aws-vendor.ts';
import { waitingWorkflows } from '../shared/runtime/aws-workflow.ts';
import { makeCheckWindow } from '../shared/steps/check-window.ts';

/**
 * CheckWindow: accepts or resumes the run, asks the gates, and answers yes, not yet (until when) or no.
 *
 * With *yes* the run holds the instance's lease and a slot of each limit. It reads the vendor and never changes it.
 */
export const handler = stepFunction('CheckWindow', { ...RECORDS, ...READER }, (environment, surroundings) => {
  const ports = recordPorts(environment, surroundings);
  return makeCheckWindow({
    ...ports,
    redis: volcengine(ports),
    // A repeated delivery may bring a task token for a run that has closed: it is answered at once.
    announcer: { ...UNWIRED.announcer, ...waitingWorkflows(environment) },
  });
});
