import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from './constructs/api.ts';
import { DeadLetters } from './constructs/dead-letters.ts';
import { DueFunction } from './constructs/due.ts';
import { RunEvents } from './constructs/event-bus.ts';
import type { FunctionParts } from './constructs/function.ts';
import { RunWorkflow } from './constructs/run-workflow.ts';
import { SettleFunction } from './constructs/settle.ts';

/** The service: the workflow with its steps, the two that run each minute, the HTTP interface. It keeps nothing. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & FunctionParts) {
    const { deployment, table, codeOf, ...stackProps } = props;
    super(scope, id, stackProps);
    const parts = { deployment, table, codeOf };
    const events = new RunEvents(this, 'Events');
    const deadLetters = new DeadLetters(this, 'DeadLetters');
    const workflow = new RunWorkflow(this, 'Run', parts, events);
    new DueFunction(this, parts, workflow, deadLetters);
    new SettleFunction(this, parts, workflow, events, deadLetters);
    new ApiFunction(this, parts, workflow);
    new CfnOutput(this, 'StateMachine', { value: workflow.machine.stateMachineArn });
    new CfnOutput(this, 'EventBusName', { value: events.eventBusName });
  }
}
