import { ListTopicsCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Channel } from '../notify/channel.ts';
import { makeTopic, undelivered } from '../notify/sns.ts';

/**
 * The topic of a name, in the account of the client's credentials and in its region. Its ARN is looked up when it is first
 * to send (`sns:ListTopics`, 100 topics a page), since a caller on its own knows no account id.
 */
export function makeNamedTopic({
  client,
  name,
}: {
  readonly client: SNSClient;
  readonly name: string;
}): Channel {
  return {
    // The topic's own, whatever its ARN is.
    pace: makeTopic({ client, topicArn: name }).pace,
    async send(message) {
      try {
        const topicArn = await arnOf(client, name);
        if (topicArn === undefined) return { delivered: false, code: 'TARGET_UNKNOWN', permanent: true };
        return await makeTopic({ client, topicArn }).send(message);
      } catch (error) {
        return undelivered(error);
      }
    },
  };
}

async function arnOf(client: SNSClient, name: string): Promise<string | undefined> {
  let next: string | undefined;
  do {
    const page = await client.send(new ListTopicsCommand({ NextToken: next }));
    const found = page.Topics?.find(({ TopicArn }) => TopicArn?.split(':').at(-1) === name);
    if (found !== undefined) return found.TopicArn;
    next = page.NextToken;
  } while (next !== undefined);
  return undefined;
}
