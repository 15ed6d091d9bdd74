import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { eachMinute, type Minutes } from './each-minute.ts';
import type { RunEvents } from './event-bus.ts';
import { type FunctionParts, OffpeakFunction } from './function.ts';
import { grantTelling, tellingEnvironment } from './message-channels.ts';
import type { RunWorkflow } from './run-workflow.ts';
import { grantCredentials } from './secrets-access.ts';

/** settle: the reconciler. Called each minute, and at once when an execution has ended without its own RecordOutcome. */
export class SettleFunction extends OffpeakFunction {
  constructor(
    scope: Construct,
    parts: FunctionParts,
    workflow: RunWorkflow,
    events: RunEvents,
    minutes: Minutes,
  ) {
    super(scope, 'Settle', {
      ...parts,
      name: 'settle',
      description: 'Offpeak, each minute: closes what nobody closes, settles UNKNOWN, announces.',
      timeoutSeconds: 120,
      callsOut: true,
      environment: {
        ...workflow.environment,
        ...events.environmentFor(parts.deployment),
        ...minutes.deadLetters.environment,
        ...tellingEnvironment(scope, parts.deployment),
      },
      records: {
        indexes: ['attention', 'month'],
        // A run is put only for a request that was given up, closed as it is accepted; a refusal where it can be none.
        puts: ['run', 'audit', 'control', 'refused'],
        updates: ['run', 'lease', 'control'],
        deletes: ['slot', 'control'],
      },
    });
    workflow.machine.grantStartExecution(this);
    workflow.grantExecutions(this, 'states:DescribeExecution', 'states:StopExecution');
    grantCredentials(this, parts.deployment);
    events.grantAnnouncing(this);
    minutes.deadLetters.grantDraining(this);
    grantTelling(this, parts.deployment);
    eachMinute(this, 'settle', minutes);
    this.#callWhenAnExecutionEndsBadly(workflow, minutes);
  }

  #callWhenAnExecutionEndsBadly({ machine }: RunWorkflow, { deadLetters }: Minutes): void {
    new Rule(this, 'EndedBadly', {
      description: 'An execution of Offpeak failed, timed out or was aborted.',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [machine.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [
        new LambdaFunction(this, {
          retryAttempts: 2,
          maxEventAge: Duration.minutes(1),
          deadLetterQueue: deadLetters,
        }),
      ],
    });
  }
}
