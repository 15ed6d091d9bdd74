import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { OffpeakFunction } from './function.ts';
import { throughService } from './own-key.ts';

/**
 * Where a trigger goes that could not be delivered, ours and those of schedules that name this queue. settle turns each
 * into a record. What one of our own would have done, the next minute's does.
 */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, key: IKey | undefined) {
    super(scope, id, {
      ...(key === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Longer than settle may run, so that no second pass works on the same letter.
      visibilityTimeout: Duration.minutes(3),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is the queue for dead letters, of schedules and rules: the rule knows only those of queues.',
    });
  }

  /** What the function is told that drains it. */
  get environment(): Readonly<Record<string, string>> {
    return { OFFPEAK_DEAD_LETTERS: this.queueUrl };
  }

  /** Lets a function receive letters and take them out, and put in what it could not record yet. */
  grantDraining({ role }: OffpeakFunction): void {
    this.#allow(
      role,
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage'],
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    );
  }

  /** Lets a role put a letter here. */
  grantPutting(role: Role): void {
    this.#allow(role, ['sqs:SendMessage'], ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  #allow(role: Role, actions: string[], onKey: string[]): void {
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.queueArn] }));
    if (this.encryptionMasterKey === undefined) return;
    role.addToPolicy(
      new PolicyStatement({
        actions: onKey,
        resources: [this.encryptionMasterKey.keyArn],
        conditions: throughService('sqs'),
      }),
    );
  }
}
