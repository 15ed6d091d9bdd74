import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Only through one service: a key that a role may use so, it may not use by itself. */
export const throughService = (service: string) => ({
  StringEquals: {
    'kms:ViaService': [
      `${service}.${Aws.REGION}.amazonaws.com`,
      `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    ],
  },
});

/** The key of the records: kept as long as they are, turned each year. */
export class RecordsKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Offpeak: the records.',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/**
 * The key of what the service itself keeps: logs, undelivered calls, executions, events on their way. Kept when it is no
 * longer asked for: what was encrypted with it stays so.
 */
export class ServiceKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Offpeak: logs, dead letters, executions and events.',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.#letUse(
      `logs.${Aws.REGION}.${Aws.URL_SUFFIX}`,
      [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
      ],
      {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': Stack.of(this).formatArn({
            service: 'logs',
            resource: 'log-group:*',
          }),
        },
      },
    );
    // A rule puts what it could not deliver into the queue in its own name.
    this.#letUse('events.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey'], {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    });
  }

  #letUse(service: string, actions: string[], conditions: Record<string, unknown>): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions,
        // In a key's own policy: this key.
        resources: ['*'],
        conditions,
      }),
    );
  }
}
