import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { bundledCode, type CodeOf } from '../bundle.ts';
import { type DeploymentSettings, readDeployment } from '../deployment.ts';
import { Alarms } from './alarms.ts';
import { ApiFunction } from './api.ts';
import { OffpeakDashboard } from './dashboard.ts';
import { DeadLetters } from './dead-letters.ts';
import { DueFunction } from './due.ts';
import { RunEvents } from './event-bus.ts';
import { FixedEgress } from './fixed-egress.ts';
import type { FunctionParts } from './function.ts';
import { OffpeakMetrics } from './metrics.ts';
import { makeOutcomeRule, type OnOutcomeProps } from './outcome-rule.ts';
import { ServiceKey } from './own-key.ts';
import { Records } from './records.ts';
import { RunWorkflow } from './run-workflow.ts';
import { SettleFunction } from './settle.ts';
import { makeSwitchoverTask, type SwitchoverTaskProps } from './switchover-task.ts';

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
  readonly alarms: Alarms;

  constructor(scope: Construct, id: string, props: OffpeakProps) {
    super(scope, id);
    const { table, codeOf, ...settings } = props;
    const deployment = readDeployment(settings, `the settings of ${this.node.path}`);
    const key = deployment.customerManagedKey ? new ServiceKey(this, 'Key') : undefined;
    const parts: FunctionParts = {
      deployment,
      table: table ?? new Records(this, 'Records', deployment),
      codeOf: codeOf ?? bundledCode(),
      key,
      egress: deployment.fixedEgress ? new FixedEgress(this, 'Egress', key) : undefined,
    };
    this.events = new RunEvents(this, 'Events', key);
    this.deadLetters = new DeadLetters(this, 'DeadLetters', key);
    this.workflow = new RunWorkflow(this, 'Run', parts, this.events);
    const minutes = {
      schedules: new ScheduleGroup(this, 'Schedules', {
        scheduleGroupName: `offpeak-${parts.deployment.deployment}`,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      deadLetters: this.deadLetters,
    };
    this.due = new DueFunction(this, parts, this.workflow, minutes);
    this.settle = new SettleFunction(this, parts, this.workflow, this.events, minutes);
    this.api = new ApiFunction(this, parts, this.workflow);
    const { httpApi } = this.api.entrance;
    const metrics = new OffpeakMetrics({
      deployment: parts.deployment.deployment,
      deadLetters: this.deadLetters,
      httpApi,
    });
    const { due, settle, api, workflow } = this;
    this.alarms = new Alarms(this, 'Alarms', { deployment: parts.deployment, metrics, due, settle });
    if (parts.deployment.dashboard) {
      const { alarms } = this;
      new OffpeakDashboard(this, 'Dashboard', { alarms, metrics, workflow, due, settle, api });
    }
    new CfnOutput(this, 'StateMachine', { value: this.workflow.machine.stateMachineArn });
    new CfnOutput(this, 'EventBusName', { value: this.events.eventBusName });
    // The one part that sends, for who must take it away while the API is down (docs/runbook.md).
    new CfnOutput(this, 'SwitchOverFunction', { value: this.workflow.steps.SwitchOver.functionName });
    // For schedules of your own that start a run.
    new CfnOutput(this, 'DeadLetterQueue', { value: this.deadLetters.queueArn });
    if (key !== undefined) new CfnOutput(this, 'DeadLetterKey', { value: key.keyArn });
  }

  /**
   * A state for a workflow of yours that starts a run and waits for it. The workflow's role gets what the state needs.
   *
   * @throws {TimeoutAbortsTheRun} for a timeout where stopping to wait would stop the run
   */
  switchoverTask(id: string, props: SwitchoverTaskProps): StepFunctionsStartExecution {
    return makeSwitchoverTask(this, id, this.workflow, props);
  }

  /** Calls a target for each run that ends with one of the outcomes. */
  onOutcome(id: string, props: OnOutcomeProps): Rule {
    return makeOutcomeRule(this, id, this.events, props);
  }

  /**
   * Lets somebody ask for runs. What may be switched, and when, the plan alone says. The role of a workflow that waits by
   * `.sync:2` needs more than a start: `waitFor: 'end'`.
   */
  grantRun(grantee: IGrantable, { waitFor = 'answer' }: Pick<SwitchoverTaskProps, 'waitFor'> = {}): Grant {
    const start = this.workflow.machine.grantStartExecution(grantee);
    return waitFor === 'end' ? start.combine(this.workflow.grantWaitingForTheEnd(grantee)) : start;
  }
}
