import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { deadLetters, makeAwsDeadLetters } from '../../shared/runtime/aws-dead-letters.ts';
import { awsLoopback, type Reply } from './aws-loopback.ts';

const queue = 'https://sqs.eu-central-1.amazonaws.com/1/letters';
const text = (value: string) => ({ DataType: 'String', StringValue: value });

async function withQueue(reply: Reply) {
  const service = await awsLoopback(({ action }) => (action === 'ReceiveMessage' ? reply : { result: {} }));
  const client = new SQSClient({ ...service.client, md5: false, useQueueUrlAsEndpoint: false });
  return { service, letters: makeAwsDeadLetters({ client, queue }) };
}

const ofSchedule = {
  MessageId: 'm-1',
  ReceiptHandle: 'receipt-1',
  Body: '{"minuteCallOf":"due"}',
  Attributes: { SentTimestamp: '1764000000000' },
  MessageAttributes: {
    ERROR_CODE: text('AWS.Scheduler.InternalServerError'),
    SCHEDULE_ARN: text('arn:aws:scheduler:x'),
    SCHEDULED_TIME: text('2026-11-24T18:00:00Z'),
  },
};

describe('the dead letters in SQS', () => {
  it('are received with who gave them up, when, and why', async () => {
    const { service, letters } = await withQueue({ result: { Messages: [ofSchedule] } });
    await using _closing = service;

    expect(await letters.receive()).toEqual([
      {
        id: 'm-1',
        text: '{"minuteCallOf":"due"}',
        sentAt: 1_764_000_000_000,
        scheduledAt: Date.parse('2026-11-24T18:00:00Z'),
        from: 'arn:aws:scheduler:x',
        answer: 'AWS.Scheduler.InternalServerError',
      },
    ]);
    expect(service.calls).toMatchObject([
      { action: 'ReceiveMessage', input: { QueueUrl: queue, MaxNumberOfMessages: 10 } },
    ]);
  });

  it('of a rule name the rule', async () => {
    const message = { ...ofSchedule, MessageAttributes: { RULE_ARN: text('arn:aws:events:x') } };
    const { service, letters } = await withQueue({ result: { Messages: [message] } });
    await using _closing = service;
    const [letter] = await letters.receive();

    expect(letter).toMatchObject({ from: 'arn:aws:events:x' });
    expect(Object.keys(letter ?? {}).sort()).toEqual(['from', 'id', 'sentAt', 'text']);
  });

  it('are removed by the receipt of this delivery', async () => {
    const { service, letters } = await withQueue({ result: { Messages: [ofSchedule] } });
    await using _closing = service;
    for (const letter of await letters.receive()) await letters.remove(letter);

    const input = { QueueUrl: queue, ReceiptHandle: 'receipt-1' };
    expect(service.calls.at(-1)).toEqual({ action: 'DeleteMessage', input });
  });

  it('are put in with their text', async () => {
    const { service, letters } = await withQueue({ result: {} });
    await using _closing = service;
    await letters.send('{"a":1}');

    const input = { QueueUrl: queue, MessageBody: '{"a":1}' };
    expect(service.calls).toEqual([{ action: 'SendMessage', input }]);
  });

  it('are none where the queue has none', async () => {
    const { service, letters } = await withQueue({ result: {} });
    await using _closing = service;

    expect(await letters.receive()).toEqual([]);
  });

  it('throw what the queue throws', async () => {
    const { service, letters } = await withQueue({ error: 'QueueDoesNotExist' });
    await using _closing = service;

    await expect(letters.receive()).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('of a deployment are asked for at the first pass, not when they are made', () => {
    expect(() => deadLetters({ OFFPEAK_DEAD_LETTERS: queue })).not.toThrow();
  });
});
