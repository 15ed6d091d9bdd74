import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Deployment } from '../deployment.ts';
import type { OffpeakFunction } from './function.ts';
import { throughService } from './own-key.ts';

/** Lets a function read the secrets of the vendor's accounts that the deployment names, and no other. */
export function grantCredentials(reader: OffpeakFunction, deployment: Deployment): void {
  grantSecrets(reader, deployment.credentials, deployment);
}

/**
 * Lets a function read secrets by name, and decrypt them where they have keys of their own. They are made by whoever owns
 * what is in them; no template ever holds a value. Without a name there is no statement.
 */
export function grantSecrets(
  reader: OffpeakFunction,
  names: readonly string[],
  { secretKeys }: Deployment,
): void {
  if (names.length === 0) return;
  reader.addToRolePolicy(
    new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: names.map((name) =>
        Stack.of(reader).formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          // Secrets Manager ends every ARN with six characters of its own.
          resourceName: `${name}-??????`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ),
    }),
  );
  if (secretKeys.length === 0) return;
  // Of a function that is granted secrets twice, the CDK keeps one of these: they are alike.
  reader.addToRolePolicy(
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [...secretKeys],
      conditions: throughService('secretsmanager'),
    }),
  );
}
