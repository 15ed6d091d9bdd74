import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Deployment } from '../deployment.ts';
import type { OffpeakFunction } from './function.ts';
import { acknowledgeStar } from './known-findings.ts';

/** For whom sentences are rendered that leave the service. */
export const readerEnvironment = ({ language, timezone }: Deployment) => ({
  OFFPEAK_LANGUAGE: language,
  OFFPEAK_TIMEZONE: timezone,
});

/**
 * Lets a function answer the task tokens of workflows that wait for a run: any state machine of this account and region,
 * because a token names its machine only to the service.
 */
export function grantTaskAnswers(answerer: OffpeakFunction): void {
  const machines = Stack.of(answerer).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  answerer.addToRolePolicy(
    new PolicyStatement({
      actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'],
      resources: [machines],
    }),
  );
  acknowledgeStar(answerer.role, machines, 'A task token names its state machine only to the service.');
}
