import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { makeApi } from '../shared/api/api.ts';
import { recordPorts } from '../shared/runtime/aws.ts';
import { signedBy } from '../shared/runtime/aws-caller.ts';
import { RECORDS, WORKFLOW } from '../shared/runtime/aws-environment.ts';
import { onFirstCall } from '../shared/runtime/aws-function.ts';
import { stepFunctions } from '../shared/runtime/aws-workflow.ts';

const serve = onFirstCall('api', { ...RECORDS, ...WORKFLOW }, (environment, surroundings) => {
  const ports = {
    ...recordPorts(environment, surroundings),
    executions: stepFunctions(environment, surroundings),
  };
  return handle(makeApi({ ports, caller: signedBy }));
});

/**
 * api: the HTTP interface, the same app that the embedded service serves locally.
 *
 * The gateway has verified the caller's signature. It starts, cancels, stops and tells; it never speaks to the vendor.
 */
export const handler = async (event: LambdaEvent, context?: LambdaContext) => await serve()(event, context);
