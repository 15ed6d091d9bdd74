import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Executions, Log } from '../steps/ports.ts';

/** The service takes at most this many characters of a cause (API reference, StopExecution). */
const CAUSE_LIMIT = 32_768;

type Status = Awaited<ReturnType<Executions['status']>>;

const STATUS: Readonly<Record<ExecutionStatus, Status>> = {
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  TIMED_OUT: 'FAILED',
  ABORTED: 'ABORTED',
  // It ended, and begins again only when somebody redrives it.
  PENDING_REDRIVE: 'FAILED',
};

/**
 * The workflow's executions in Step Functions. An executor is an execution's ARN, as `$states.context.Execution.Id` gives it.
 *
 * While an execution of the same name runs, StartExecution answers a repetition as if it had started it, so `start`
 * may say `true` twice for one execution; there is still only one (API reference, StartExecution, idempotency).
 */
export function makeAwsExecutions({
  client,
  stateMachine,
  log,
}: {
  client: SFNClient;
  stateMachine: string;
  log: Log;
}): Executions {
  return {
    async start(runId) {
      const input = JSON.stringify({ runId });
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn: stateMachine, name: runId, input }));
        return true;
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return false;
        throw error;
      }
    },
    async stop(executor, cause) {
      const request = { executionArn: executor, error: 'Stopped', cause: cause.slice(0, CAUSE_LIMIT) };
      try {
        await client.send(new StopExecutionCommand(request));
      } catch (error) {
        // The record is closed already and says how; the execution finds that out by itself.
        const name = error instanceof Error ? error.name : typeof error;
        log.warn({ what: 'an execution could not be stopped', code: name, data: { executor } });
      }
    },
    named: (runId) => `${stateMachine.replace(':stateMachine:', ':execution:')}:${runId}`,
    async status(executor) {
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn: executor }));
        return status === undefined ? undefined : STATUS[status];
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
  };
}
