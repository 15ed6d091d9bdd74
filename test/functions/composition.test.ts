import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AwsLoopback, awsLoopback, type Reply, type ServiceCall } from '../runtime/aws-loopback.ts';

const context = { getRemainingTimeInMillis: () => 60_000 };

const ENVIRONMENT = {
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  OFFPEAK_DEPLOYMENT: 'test',
  OFFPEAK_TABLE: 'records',
  OFFPEAK_STATE_MACHINE: 'arn:aws:states:eu-central-1:1:stateMachine:runs',
  OFFPEAK_EVENT_BUS: 'runs',
  OFFPEAK_DEAD_LETTERS: 'https://sqs.eu-central-1.amazonaws.com/1/letters',
  OFFPEAK_TOPIC_PREFIX: 'arn:aws:sns:eu-central-1:1:',
  OFFPEAK_LANGUAGE: 'en',
  OFFPEAK_TIMEZONE: 'Asia/Shanghai',
};

let aws: AwsLoopback;

/** AWS, with a table that holds nothing. */
const emptyTable = ({ action }: ServiceCall): Reply =>
  action === 'Query' ? { result: { Items: [], Count: 0 } } : { result: {} };

beforeEach(async () => {
  aws = await awsLoopback(emptyTable);
  const all = { ...ENVIRONMENT, AWS_ENDPOINT_URL: aws.client.endpoint };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.resetModules();
  await aws[Symbol.asyncDispose]();
});

describe('a function as it is deployed, over an empty table', () => {
  it('settle finds nothing to settle, and no letter', async () => {
    const { handler } = await import('../../functions/settle.ts');

    expect(await handler({ source: 'aws.states' }, context)).toMatchObject({
      closed: 0,
      failed: 0,
      letters: { runs: 0, kept: 0, failed: 0 },
    });
    expect(aws.calls).toMatchObject([
      { action: 'Query', input: { TableName: 'records', IndexName: 'attention' } },
      // Whose digests are due, the plan says.
      { action: 'GetItem', input: { Key: { pk: { S: 'control' }, sk: { S: 'plan' } } } },
      { action: 'ReceiveMessage', input: { QueueUrl: ENVIRONMENT.OFFPEAK_DEAD_LETTERS } },
    ]);
  });

  it('settle refuses the request of an execution that died before the first plan', async () => {
    const { handler } = await import('../../functions/settle.ts');
    const input = JSON.stringify({ rule: 'solo', key: 'k', reason: 'test' });
    const detail = { executionArn: 'arn:e', status: 'FAILED', input };

    expect(
      await handler({ 'detail-type': 'Step Functions Execution Status Change', detail }, context),
    ).toMatchObject({ ended: 'refused', closed: 0 });
  });

  it('due has nothing to do before the first plan', async () => {
    const { handler } = await import('../../functions/due.ts');

    expect(await handler({}, context)).toEqual({ started: [], skipped: [], waiting: 0 });
    expect(aws.calls).toMatchObject([
      { action: 'BatchGetItem', input: { RequestItems: { records: { ConsistentRead: true } } } },
    ]);
  });

  it.each([
    ['SwitchOver', async () => (await import('../../functions/switch-over.ts')).handler],
    ['PollStatus', async () => (await import('../../functions/poll-status.ts')).handler],
    ['RecordOutcome', async () => (await import('../../functions/record-outcome.ts')).handler],
  ])('%s knows no such run', async (_name, load) => {
    const handler = await load();

    await expect(handler({ runId: 'r1', execution: 'arn:e' }, context)).rejects.toMatchObject({
      name: 'RunNotFound',
    });
  });

  it('CheckWindow refuses a direct start without a key, reads nothing for it, and writes that down alone', async () => {
    const { handler } = await import('../../functions/check-window.ts');
    const event = { input: { instance: 'redis-cn1', reason: 'test' }, execution: 'arn:e' };

    await expect(handler(event, context)).rejects.toMatchObject({ name: 'InputRefused' });
    expect(aws.calls).toMatchObject([{ action: 'PutItem', input: { Item: { pk: { S: 'refused' } } } }]);
  });
});
