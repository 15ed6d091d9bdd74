import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { makeApi } from '../shared/api/api.ts';
import { unservedBy } from '../shared/api/unserved.ts';
import { recordPorts } from '../shared/runtime/aws.ts';
import { signedBy } from '../shared/runtime/aws-caller.ts';
import { GIVEN_NAMES, RECORDS, WORKFLOW } from '../shared/runtime/aws-environment.ts';
import { onFirstCall } from '../shared/runtime/aws-function.ts';
import { onItsRoute } from '../shared/runtime/aws-route.ts';
import { stepFunctions } from '../shared/runtime/aws-workflow.ts';

const serve = onFirstCall('api', { ...RECORDS, ...WORKFLOW, ...GIVEN_NAMES }, (environment, surroundings) => {
  const ports = {
    ...recordPorts(environment, surroundings),
    executions: stepFunctions(environment, surroundings),
  };
  const unserved = unservedBy({
    credentials: environment.OFFPEAK_CREDENTIALS,
    notifySecrets: environment.OFFPEAK_NOTIFY_SECRETS,
    notifyTopics: environment.OFFPEAK_NOTIFY_TOPICS,
  });
  return handle(makeApi({ ports, caller: signedBy, guard: onItsRoute, unserved }));
});

/**
 * api: the HTTP interface, the same app that the embedded service serves locally.
 *
 * The gateway has verified the caller's signature, for one route. It starts, cancels, stops, puts plans in force and tells; it never speaks to the vendor.
 */
export const handler = async (event: LambdaEvent, context?: LambdaContext) => await serve()(event, context);
