import { CfnOutput } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { bundledCode, type CodeOf } from '../bundle.ts';
import { type DeploymentSettings, readDeployment } from '../deployment.ts';
import { ApiFunction } from './api.ts';
import { DeadLetters } from './dead-letters.ts';
import { DueFunction } from './due.ts';
import { RunEvents } from './event-bus.ts';
import { Records } from './records.ts';
import { RunWorkflow } from './run-workflow.ts';
import { SettleFunction } from './settle.ts';

export interface OffpeakProps extends DeploymentSettings {
  /** Where the records are kept. Without one, a table is made here, and kept when this stack goes. */
  readonly table?: Table;
  /** The functions' code. Without it, they are bundled now. */
  readonly codeOf?: CodeOf;
}

/**
 * Offpeak in a stack of yours: the workflow with its steps, the two that run each minute, the HTTP interface, the bus.
 *
 * @throws {DeploymentRefused} with every fault of the settings at once
 */
export class Offpeak extends Construct {
  readonly workflow: RunWorkflow;
  readonly events: RunEvents;
  readonly deadLetters: DeadLetters;
  readonly due: DueFunction;
  readonly settle: SettleFunction;
  readonly api: ApiFunction;

  constructor(scope: Construct, id: string, props: OffpeakProps) {
    super(scope, id);
    const { table, codeOf, ...settings } = props;
    const parts = {
      deployment: readDeployment(settings, `the settings of ${this.node.path}`),
      table: table ?? new Records(this, 'Records'),
      codeOf: codeOf ?? bundledCode(),
    };
    this.events = new RunEvents(this, 'Events');
    this.deadLetters = new DeadLetters(this, 'DeadLetters');
    this.workflow = new RunWorkflow(this, 'Run', parts, this.events);
    this.due = new DueFunction(this, parts, this.workflow, this.deadLetters);
    this.settle = new SettleFunction(this, parts, this.workflow, this.events, this.deadLetters);
    this.api = new ApiFunction(this, parts, this.workflow);
    new CfnOutput(this, 'StateMachine', { value: this.workflow.machine.stateMachineArn });
    new CfnOutput(this, 'EventBusName', { value: this.events.eventBusName });
  }
}
