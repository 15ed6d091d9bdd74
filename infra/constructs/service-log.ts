import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** A log of the service: kept for three months, gone with the stack. What must outlive it is a record. */
export class ServiceLog extends LogGroup {
  constructor(scope: Construct, id: string, encryptionKey: IKey | undefined) {
    super(scope, id, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(encryptionKey && { encryptionKey }),
    });
  }
}
