import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/notify/channel.ts';
import { makeTopic } from '../../shared/notify/sns.ts';
import { type Reply, ScriptedServer } from '../volcengine/scripted-server.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { describeChannel } from './channel-contract.ts';
import { LocalTopic } from './local-topic.ts';
import { TROUBLE } from './messages.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:offpeak-people';
const KEY = { accessKeyId: 'AKIDCANARY', secretAccessKey: 'canary-secret-of-aws' };

const clientAt = (endpoint: string, credentials = KEY, within = 10_000) =>
  new SNSClient({
    endpoint,
    region: 'eu-central-1',
    credentials,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: within, requestTimeout: within, throwOnRequestTimeout: true },
  });

const topicOf = (clock: VirtualClock) => new LocalTopic({ clock, topicArn: TOPIC, ...KEY });

describeChannel('sns', {
  makeOther(clock) {
    const local = topicOf(clock);
    return { reply: local.reply, arrived: () => local.arrived.map(({ forms }) => forms.email ?? '') };
  },
  makeChannel: (origin, _, within) =>
    makeTopic({ client: clientAt(origin, KEY, within), topicArn: TOPIC, within }),
  secrets: [KEY.secretAccessKey],
  limit: { count: 300, refusesFor: 1_000 },
  kind: 'service',
});

async function published(message: Message, topicArn = TOPIC, credentials = KEY) {
  const local = topicOf(new VirtualClock());
  await using server = await ScriptedServer.start(local.reply);
  const delivery = await makeTopic({ client: clientAt(server.origin, credentials), topicArn }).send(message);
  return { delivery, arrived: local.arrived };
}

describe('a subscriber', () => {
  it('gets what its protocol is good for', async () => {
    const { delivery, arrived } = await published(TROUBLE);

    expect(delivery).toEqual({ delivered: true, receipt: 'm-1' });
    expect(arrived[0]?.subject).toBe('[Offpeak] UNKNOWN redis-cn0212gzmh2xs0001');
    expect(Object.keys(arrived[0]?.forms ?? {})).toEqual(['default', 'email', 'sms']);
    expect(JSON.parse(arrived[0]?.forms.default ?? '')).toEqual(TROUBLE);
    expect(arrived[0]?.forms.sms).toBe(TROUBLE.title);
  });

  it.each([
    ['全是中文', 'Offpeak'],
    ['x'.repeat(300), 'x'.repeat(99)],
    ['two\nlines', 'two lines'],
  ])('gets the title %j as the subject %j', async (title, subject) => {
    expect((await published({ ...TROUBLE, title })).arrived[0]?.subject).toBe(subject);
  });

  it('is told that the data was left out, where it is too long', async () => {
    const { delivery, arrived } = await published({ ...TROUBLE, data: { all: 'x'.repeat(300_000) } });

    expect(delivery).toMatchObject({ delivered: true });
    const machine = JSON.parse(arrived[0]?.forms.default ?? '');
    expect(machine).toMatchObject({ id: TROUBLE.id, title: TROUBLE.title, dataLeftOut: true });
    expect(machine).not.toHaveProperty('data');
  });
});

describe('a topic that refuses', () => {
  it('is unknown', async () => {
    const { delivery } = await published(TROUBLE, `${TOPIC}-2`);

    expect(delivery).toEqual({
      delivered: false,
      code: 'TARGET_UNKNOWN',
      permanent: true,
      answered: 'NotFoundException',
    });
  });

  it('does not know the key', async () => {
    const { delivery } = await published(TROUBLE, TOPIC, { ...KEY, secretAccessKey: 'another' });

    expect(delivery).toMatchObject({ delivered: false, code: 'NOT_AUTHORIZED', permanent: false });
  });

  it.each([
    ['AuthorizationError', 403, 'NOT_AUTHORIZED', false],
    ['KMSDisabled', 400, 'NOT_AUTHORIZED', false],
    ['KMSThrottling', 400, 'THROTTLED', false],
    ['InvalidParameter', 400, 'MESSAGE_REFUSED', true],
    ['InternalError', 500, 'BUSY', false],
    ['SomethingNew', 400, 'REFUSED', false],
  ])('with %s', async (name, status, code, permanent) => {
    const refuses: Reply = (response) =>
      response
        .writeHead(status)
        .end(
          `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>no</Message></Error></ErrorResponse>`,
        );
    await using server = await ScriptedServer.start(refuses);

    const delivery = await makeTopic({ client: clientAt(server.origin), topicArn: TOPIC }).send(TROUBLE);

    expect(delivery).toMatchObject({ delivered: false, code, permanent });
  });
});
