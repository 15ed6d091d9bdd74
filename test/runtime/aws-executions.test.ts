import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { makeAwsExecutions } from '../../shared/runtime/aws-executions.ts';
import { awsLoopback, type Reply } from './aws-loopback.ts';
import { memoryLog } from './memory-log.ts';

const stateMachine = 'arn:aws:states:eu-central-1:1:stateMachine:runs';
const executor = 'arn:aws:states:eu-central-1:1:execution:runs:aaaabbbb';

async function withService(reply: Reply) {
  const service = await awsLoopback(() => reply);
  const log = memoryLog();
  const executions = makeAwsExecutions({ client: new SFNClient(service.client), stateMachine, log });
  return { service, log, executions };
}

describe('executions in Step Functions', () => {
  it('are named after their run, and told nothing but its id', async () => {
    const { service, executions } = await withService({ result: { executionArn: executor, startDate: 1 } });
    await using _closing = service;

    expect(await executions.start('aaaabbbb')).toBe(true);
    const input = { stateMachineArn: stateMachine, name: 'aaaabbbb', input: '{"runId":"aaaabbbb"}' };
    expect(service.calls).toEqual([{ action: 'StartExecution', input }]);
  });

  it('have the ARN that the service gives to that name', async () => {
    const { service, executions } = await withService({ result: {} });
    await using _closing = service;

    expect(executions.named('aaaabbbb')).toBe(executor);
    expect(service.calls).toEqual([]);
  });

  it('say false for a name that was used before', async () => {
    const { service, executions } = await withService({ error: 'ExecutionAlreadyExists' });
    await using _closing = service;

    expect(await executions.start('aaaabbbb')).toBe(false);
  });

  it('throw what else goes wrong at a start, once: nothing is started by guess', async () => {
    const { service, executions } = await withService({ error: 'StateMachineDoesNotExist' });
    await using _closing = service;

    await expect(executions.start('aaaabbbb')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    expect(service.calls).toHaveLength(1);
  });

  it.each([
    ['RUNNING', 'RUNNING'],
    ['SUCCEEDED', 'SUCCEEDED'],
    ['FAILED', 'FAILED'],
    ['TIMED_OUT', 'FAILED'],
    ['ABORTED', 'ABORTED'],
    ['PENDING_REDRIVE', 'FAILED'],
  ])('in status %s count as %s', async (status, ours) => {
    const { service, executions } = await withService({ result: { status } });
    await using _closing = service;

    expect(await executions.status(executor)).toBe(ours);
    expect(service.calls).toEqual([{ action: 'DescribeExecution', input: { executionArn: executor } }]);
  });

  it('have no status when the service does not know them any more', async () => {
    const { service, executions } = await withService({ error: 'ExecutionDoesNotExist' });
    await using _closing = service;

    expect(await executions.status(executor)).toBeUndefined();
  });

  it('throw when their status cannot be read: unknown is not ended', async () => {
    const { service, executions } = await withService({ error: 'AccessDeniedException' });
    await using _closing = service;

    await expect(executions.status(executor)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('are stopped with a cause', async () => {
    const { service, executions } = await withService({ result: { stopDate: 1 } });
    await using _closing = service;
    await executions.stop(executor, 'cancelled by ann');

    const input = { executionArn: executor, error: 'Stopped', cause: 'cancelled by ann' };
    expect(service.calls).toEqual([{ action: 'StopExecution', input }]);
  });

  it('that cannot be stopped are a line in the log, for the record has closed already', async () => {
    const { service, executions, log } = await withService({ error: 'ExecutionDoesNotExist' });
    await using _closing = service;
    await executions.stop(executor, 'cancelled by ann');

    expect(log.lines).toMatchObject([{ level: 'warn', code: 'ExecutionDoesNotExist', data: { executor } }]);
  });
});
