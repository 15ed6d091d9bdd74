import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionParts } from './constructs/function.ts';
import { Offpeak } from './constructs/offpeak.ts';

/** The service in a stack of its own. It keeps nothing: the records are in the other stack. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & FunctionParts) {
    const { deployment, table, codeOf, ...stackProps } = props;
    super(scope, id, stackProps);
    // By this name it adds nothing to the logical ids of what is in it.
    new Offpeak(this, 'Default', { ...deployment, table, codeOf });
  }
}
