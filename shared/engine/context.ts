import type { Execution } from './engine.ts';
import type { Visit } from './history.ts';
import { formatTimestamp } from './timestamp.ts';

/** What identifies a machine and its executions to their own expressions. */
export interface Identity {
  /** `$states.context.Execution.Id` of an execution's name: in the cloud its ARN. */
  readonly executionId: (name: string) => string;
  readonly stateMachine: { readonly id: string; readonly name: string };
  readonly roleArn?: string;
}

/** `$states.context`: the part of the service's Context Object that is interpreted. */
export function contextObject(
  identity: Identity,
  execution: Execution,
  visit: Visit,
  token: string | undefined,
): unknown {
  return {
    Execution: {
      Id: identity.executionId(execution.name),
      Input: execution.input,
      Name: execution.name,
      StartTime: formatTimestamp(execution.startedAt),
      ...(identity.roleArn === undefined ? {} : { RoleArn: identity.roleArn }),
    },
    State: {
      EnteredTime: formatTimestamp(visit.enteredAt),
      Name: visit.state,
      RetryCount: visit.failures.length,
    },
    StateMachine: { Id: identity.stateMachine.id, Name: identity.stateMachine.name },
    ...(token === undefined ? {} : { Task: { Token: token } }),
  };
}
