import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Deployment } from '../deployment.ts';
import type { OffpeakFunction } from './function.ts';
import { throughService } from './own-key.ts';

/**
 * Lets a function read the secrets that the deployment names, and no other. The secrets are made by whoever owns the keys;
 * no template ever holds a value.
 */
export function grantCredentials(reader: OffpeakFunction, { credentials, secretKeys }: Deployment): void {
  const stack = Stack.of(reader);
  reader.addToRolePolicy(
    new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: credentials.map((name) =>
        stack.formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          // Secrets Manager ends every ARN with six characters of its own.
          resourceName: `${name}-??????`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ),
    }),
  );
  if (secretKeys.length > 0) {
    reader.addToRolePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [...secretKeys],
        conditions: throughService('secretsmanager'),
      }),
    );
  }
}
