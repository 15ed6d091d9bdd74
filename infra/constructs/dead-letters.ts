import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { OffpeakFunction } from './function.ts';

/**
 * Where a trigger goes that could not be delivered, ours and those of schedules that name this queue. settle turns each
 * into a record. What one of our own would have done, the next minute's does.
 */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
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

  /** Lets a function receive letters and take them out. */
  grantDraining(reader: OffpeakFunction): void {
    reader.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
        resources: [this.queueArn],
      }),
    );
  }
}
