import type { App, Environment } from 'aws-cdk-lib';
import type { CodeOf } from './bundle.ts';
import { DataStack } from './data-stack.ts';
import type { Deployment } from './deployment.ts';
import { ServiceStack } from './service-stack.ts';

/** Both stacks of one deployment. Without an `env` they fit any account and region. */
export function addStacks(
  app: App,
  deployment: Deployment,
  codeOf: CodeOf,
  env?: Environment,
): { data: DataStack; service: ServiceStack } {
  const name = `offpeak-${deployment.deployment}`;
  const where = env === undefined ? {} : { env };
  const data = new DataStack(app, `${name}-data`, {
    ...where,
    description: 'Offpeak: the records of every run.',
    terminationProtection: true,
    customerManagedKey: deployment.customerManagedKey,
  });
  const service = new ServiceStack(app, `${name}-service`, {
    ...where,
    description: 'Offpeak: switches Redis primaries over at an hour when it hurts nobody.',
    deployment,
    table: data.table,
    codeOf,
  });
  return { data, service };
}
