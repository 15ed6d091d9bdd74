import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Schedule,
  ScheduleExpression,
  type ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { FunctionName } from '../function-names.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { OffpeakFunction } from './function.ts';

/** What the calls of each minute share: the group that their schedules are in, and where a call goes that was not delivered. */
export interface Minutes {
  readonly schedules: ScheduleGroup;
  readonly deadLetters: DeadLetters;
}

/**
 * Calls a function each minute. A call that is late by more than a minute is given up, because the next one does its work.
 */
export function eachMinute(called: OffpeakFunction, name: FunctionName, minutes: Minutes): void {
  const { schedules, deadLetters } = minutes;
  called.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  new Schedule(called, 'EachMinute', {
    scheduleGroup: schedules,
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    target: new LambdaInvoke(called, {
      // Read by nobody but settle, from the dead letter of a call that was never made.
      input: ScheduleTargetInput.fromObject({ minuteCallOf: name }),
      // By itself the target would allow every version of the function as well.
      role: callerOf(called, minutes).withoutPolicyUpdates(),
      retryAttempts: 2,
      maxEventAge: Duration.minutes(1),
      deadLetterQueue: deadLetters,
    }),
  });
}

/** A role for the schedules of our own group, and no other schedule of the account. */
function callerOf(called: OffpeakFunction, { schedules, deadLetters }: Minutes): Role {
  const role = new Role(called, 'CallerRole', {
    description: `Calls ${called.node.id} of Offpeak each minute.`,
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': schedules.scheduleGroupArn },
      },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [called.functionArn] }),
  );
  deadLetters.grantPutting(role);
  return role;
}
