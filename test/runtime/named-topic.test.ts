import { SNSClient } from '@aws-sdk/client-sns';
import { expect, it } from 'vitest';
import { makeNamedTopic } from '../../shared/runtime/named-topic.ts';
import { TROUBLE } from '../notify/messages.ts';
import { topicsOf } from '../notify/topics.ts';
import { ScriptedServer, says } from '../volcengine/scripted-server.ts';

const ARN = 'arn:aws-cn:sns:cn-north-1:123456789012:offpeak-people';
const KEY = { accessKeyId: 'AKIDCANARY', secretAccessKey: 'canary-secret-of-aws' };

const topicAt = (endpoint: string, name: string) =>
  makeNamedTopic({
    client: new SNSClient({ endpoint, region: 'cn-north-1', credentials: KEY, maxAttempts: 1 }),
    name,
  });

it('is found among the topics of the account, on whichever page it stands', async () => {
  const account = topicsOf({ topicArn: ARN, ...KEY });
  await using server = await ScriptedServer.start(account.reply);

  expect(await topicAt(server.origin, 'offpeak-people').send(TROUBLE)).toEqual({
    delivered: true,
    receipt: 'm-1',
  });
  expect(account.topic.arrived).toHaveLength(1);
});

it('that only resembles one of them is nobody', async () => {
  const account = topicsOf({ topicArn: ARN, ...KEY });
  await using server = await ScriptedServer.start(account.reply);

  expect(await topicAt(server.origin, 'people').send(TROUBLE)).toEqual({
    delivered: false,
    code: 'TARGET_UNKNOWN',
    permanent: true,
  });
  expect(account.topic.arrived).toEqual([]);
});

it('that may not be looked up is told by what AWS said, without its text', async () => {
  const refusal =
    '<ErrorResponse><Error><Code>AuthorizationError</Code><Message>canary may not sns:ListTopics</Message></Error></ErrorResponse>';
  await using server = await ScriptedServer.start(says(403, refusal, { 'Content-Type': 'text/xml' }));

  const delivery = await topicAt(server.origin, 'offpeak-people').send(TROUBLE);

  expect(delivery).toMatchObject({ delivered: false, code: 'NOT_AUTHORIZED', permanent: false });
  expect(JSON.stringify(delivery)).not.toContain('canary');
});

it('keeps the pace of any topic', () => {
  expect(topicAt('http://127.0.0.1:1', 'offpeak-people').pace).toEqual([{ count: 10, per: 1_000 }]);
});
