import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { OffpeakFunction } from './function.ts';
import { grantSecrets } from './secrets-access.ts';

/** What a function is told so that it can tell people. The names of secrets and topics come with the plan. */
export function tellingEnvironment(scope: Construct, { runbook }: Deployment): Record<string, string> {
  return {
    OFFPEAK_TOPIC_PREFIX: topicArn(scope, ''),
    ...(runbook !== undefined && { OFFPEAK_RUNBOOK: runbook }),
  };
}

/**
 * Lets a function read the secrets of the channels that the deployment names, and publish to its topics; no others. Without
 * any there is no statement.
 */
export function grantTelling(teller: OffpeakFunction, deployment: Deployment): void {
  const { notify } = deployment;
  grantSecrets(teller, notify.secrets, deployment);
  if (notify.topics.length > 0) {
    teller.addToRolePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        resources: notify.topics.map((name) => topicArn(teller, name)),
      }),
    );
  }
}

const topicArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 'sns', resource: name, arnFormat: ArnFormat.NO_RESOURCE_NAME });
