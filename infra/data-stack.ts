import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Records } from './constructs/records.ts';
import type { Deployment } from './deployment.ts';

/** The records, apart from the service: a deployment of the service, or its removal, never touches them. */
export class DataStack extends Stack {
  readonly table: Records;

  constructor(scope: Construct, id: string, props: StackProps & Pick<Deployment, 'customerManagedKey'>) {
    const { customerManagedKey, ...stackProps } = props;
    super(scope, id, stackProps);
    this.table = new Records(this, 'Records', { customerManagedKey });
  }
}
