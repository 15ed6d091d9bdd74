import { Arn, ArnFormat, Aws, Stack, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  CustomerManagedEncryptionConfiguration,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { definition } from '../../shared/workflow/definition.ts';
import { type StepName, substitutionOf } from '../../shared/workflow/names.ts';
import { CheckWindowFunction } from './check-window.ts';
import type { RunEvents } from './event-bus.ts';
import type { FunctionParts, OffpeakFunction } from './function.ts';
import { acknowledgeStar } from './known-findings.ts';
import { throughService } from './own-key.ts';
import { PollStatusFunction } from './poll-status.ts';
import { RecordOutcomeFunction } from './record-outcome.ts';
import { ServiceLog } from './service-log.ts';
import { SwitchOverFunction } from './switch-over.ts';

/** The state machine of one run, from the very object that the embedded engine runs, and the functions of its steps. */
export class RunWorkflow extends Construct {
  readonly machine: StateMachine;
  readonly steps: Readonly<Record<StepName, OffpeakFunction>>;
  readonly #key: IKey | undefined;

  constructor(scope: Construct, id: string, parts: FunctionParts, events: RunEvents) {
    super(scope, id);
    this.#key = parts.key;
    this.steps = {
      CheckWindow: new CheckWindowFunction(this, parts),
      SwitchOver: new SwitchOverFunction(this, parts),
      PollStatus: new PollStatusFunction(this, parts),
      RecordOutcome: new RecordOutcomeFunction(this, parts, events),
    };
    this.machine = new StateMachine(this, 'Machine', {
      // The CDK lets the machine use a key by the machine's name. A name that came only with the key would replace the machine.
      stateMachineName: `offpeak-${parts.deployment.deployment}-${this.node.addr.slice(-8)}`,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: substitutionsFor(this.steps),
      tracingEnabled: true,
      // The run's own record tells its story, and Step Functions keeps each history; an execution's data would only repeat it.
      logs: {
        destination: new ServiceLog(this, 'MachineLog', parts.key),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
      ...(parts.key && { encryptionConfiguration: new CustomerManagedEncryptionConfiguration(parts.key) }),
    });
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF1',
      reason:
        'Errors are logged. What went well stands in the history of its execution and in the record of its run.',
    });
    acknowledgeStar(
      this.machine.role,
      '*',
      'Step Functions asks for the delivery of its log on every resource.',
    );
    this.machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(this.steps).map(({ functionArn }) => functionArn),
      }),
    );
  }

  /** Lets a function act on the executions of this machine, all of them: each run has its own. */
  grantExecutions(actor: OffpeakFunction, ...actions: readonly string[]): void {
    this.machine.grantExecution(actor, ...actions);
    const { resourceName: name } = Arn.split(this.machine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${name}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    if (actions.includes('states:DescribeExecution')) {
      for (const statement of this.readingOfExecutions()) actor.addToRolePolicy(statement);
    }
    acknowledgeStar(actor.role, executions, 'Each run has an execution of its own, named when it starts.');
  }

  /**
   * Lets the role of a workflow that waits by `.sync:2` look at its execution and stop it, and the service hear for it of
   * the end.
   */
  grantWaitingForTheEnd(parent: IGrantable): Grant {
    const endings = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
    });
    for (const statement of this.readingOfExecutions()) parent.grantPrincipal.addToPrincipalPolicy(statement);
    return this.machine.grantExecution(parent, 'states:DescribeExecution', 'states:StopExecution').combine(
      Grant.addToPrincipal({
        grantee: parent,
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resourceArns: [endings],
      }),
    );
  }

  /**
   * What whoever describes an execution needs besides, where its key is the customer's own: the service decrypts in the
   * caller's name (Step Functions API, DescribeExecution, `includedData`).
   */
  readingOfExecutions(): readonly PolicyStatement[] {
    if (this.#key === undefined) return [];
    const { keyArn } = this.#key;
    const conditions = throughService('states');
    return [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [keyArn], conditions })];
  }

  /** What a function is told that starts, stops or looks at executions. */
  get environment(): Readonly<Record<string, string>> {
    return { OFFPEAK_STATE_MACHINE: this.machine.stateMachineArn };
  }
}

function substitutionsFor(steps: Readonly<Record<StepName, OffpeakFunction>>): Record<string, string> {
  const { CheckWindow, SwitchOver, PollStatus, RecordOutcome } = steps;
  return {
    Partition: Aws.PARTITION,
    [substitutionOf('CheckWindow')]: CheckWindow.functionArn,
    [substitutionOf('SwitchOver')]: SwitchOver.functionArn,
    [substitutionOf('PollStatus')]: PollStatus.functionArn,
    [substitutionOf('RecordOutcome')]: RecordOutcome.functionArn,
  };
}
