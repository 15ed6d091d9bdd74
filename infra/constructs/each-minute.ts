import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { FunctionName } from '../function-names.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { OffpeakFunction } from './function.ts';

/**
 * Calls a function each minute. A call that is late by more than a minute is given up, because the next one does its work.
 */
export function eachMinute(called: OffpeakFunction, name: FunctionName, deadLetters: DeadLetters): void {
  called.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  new Schedule(called, 'EachMinute', {
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    target: new LambdaInvoke(called, {
      // Read by nobody but settle, from the dead letter of a call that was never made.
      input: ScheduleTargetInput.fromObject({ minuteCallOf: name }),
      retryAttempts: 2,
      maxEventAge: Duration.minutes(1),
      deadLetterQueue: deadLetters,
    }),
  });
}
