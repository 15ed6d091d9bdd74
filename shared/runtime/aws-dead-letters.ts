import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetterQueue } from '../steps/dead-letters.ts';
import { AWS_TIME_LIMITS } from './aws.ts';
import type { EnvironmentOf, LETTERS } from './aws-environment.ts';

/** SQS gives at most this many messages at once (API reference, ReceiveMessage). */
const AT_ONCE = 10;

/**
 * The dead letters in SQS. A receipt is of one delivery, so it is kept beside the letter and never shown.
 *
 * The names of the attributes are those of EventBridge Scheduler (User Guide, Configuring a schedule's dead-letter queue)
 * and of EventBridge rules (User Guide, Using dead-letter queues).
 */
export function makeAwsDeadLetters({ client, queue }: { client: SQSClient; queue: string }): DeadLetterQueue {
  const receipts = new WeakMap<DeadLetter, string>();
  return {
    async receive() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queue,
          MaxNumberOfMessages: AT_ONCE,
          MessageSystemAttributeNames: ['SentTimestamp'],
          MessageAttributeNames: ['ERROR_CODE', 'SCHEDULE_ARN', 'RULE_ARN', 'SCHEDULED_TIME'],
        }),
      );
      return Messages.map((message) => {
        const letter = letterOf(message);
        if (message.ReceiptHandle !== undefined) receipts.set(letter, message.ReceiptHandle);
        return letter;
      });
    },
    async remove(letter) {
      const request = { QueueUrl: queue, ReceiptHandle: receipts.get(letter) };
      await client.send(new DeleteMessageCommand(request));
    },
    async send(text) {
      await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: text }));
    },
  };
}

function letterOf({ MessageId = '', Body = '', Attributes, MessageAttributes }: Message): DeadLetter {
  const said = (name: string) => MessageAttributes?.[name]?.StringValue;
  const scheduledAt = Date.parse(said('SCHEDULED_TIME') ?? '');
  const from = said('SCHEDULE_ARN') ?? said('RULE_ARN');
  const answer = said('ERROR_CODE');
  return {
    id: MessageId,
    text: Body,
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    ...(!Number.isNaN(scheduledAt) && { scheduledAt }),
    ...(from !== undefined && { from }),
    ...(answer !== undefined && { answer }),
  };
}

/** The queue of the deployment. */
export const deadLetters = (environment: EnvironmentOf<typeof LETTERS>): DeadLetterQueue =>
  makeAwsDeadLetters({
    // The region's endpoint, like every other client, and not the host of the queue's URL.
    client: new SQSClient({ requestHandler: AWS_TIME_LIMITS, useQueueUrlAsEndpoint: false }),
    queue: environment.OFFPEAK_DEAD_LETTERS,
  });
