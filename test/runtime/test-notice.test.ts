import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import type { TestNoticeOptions } from '../../shared/cli/programs.ts';
import type { Posting, PostResult } from '../../shared/notify/post.ts';
import { readTarget } from '../../shared/notify/target.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { sendTestNotice } from '../../shared/runtime/test-notice.ts';
import { LocalFeishu } from '../notify/local-feishu.ts';
import { topicsOf } from '../notify/topics.ts';
import { ScriptedServer } from '../volcengine/scripted-server.ts';
import { awsLoopback } from './aws-loopback.ts';
import { memoryLog } from './memory-log.ts';

const NOW = Date.parse('2026-11-23T18:10:00Z');
const clock = { ...systemClock, now: () => NOW };
const bot = (url: string) => JSON.stringify({ url, secret: 'canary-secret' });
const URL_OF_BOT = 'https://open.feishu.cn/open-apis/bot/v2/hook/canary-token';
const silent = () => undefined;

const optionsWith = (options: Pick<TestNoticeOptions, 'target' | 'channels'>): TestNoticeOptions => ({
  entry: 'dba',
  zone: 'Asia/Shanghai',
  language: 'en',
  output: { stdout: silent, stderr: silent, isTTY: false, columns: 100, color: false },
  ...options,
});

describe('a test of an entry', () => {
  it('goes once through each of its channels, whatever the others answer', async () => {
    const local = new LocalFeishu({ clock, token: 'canary-token', secret: 'canary-secret' });
    await using server = await ScriptedServer.start(local.reply);
    const log = memoryLog();
    const at = (kind: 'feishu' | 'dingtalk', url: string) =>
      readTarget(kind, 'the variable', bot(url), 'with loopback');

    const answers = await sendTestNotice(
      optionsWith({
        target: { feishu: 'bot', dingtalk: 'gone', log: 'here' },
        channels: {
          practice: true,
          targets: new Map([
            ['dba/feishu', at('feishu', `${server.origin}${local.path}`)],
            ['dba/dingtalk', at('dingtalk', 'http://127.0.0.1:1/robot/send?access_token=canary')],
          ]),
        },
      }),
      { clock, log },
    );

    expect(answers).toEqual([
      { kind: 'feishu', delivery: { delivered: true } },
      { kind: 'dingtalk', delivery: { delivered: false, code: 'CONNECTION_REFUSED', permanent: false } },
      { kind: 'log', delivery: { delivered: true } },
    ]);
    expect(server.seen).toHaveLength(1);
    expect(local.arrived[0]?.lines[0]).toContain('Tue 2026-11-24 02:10 Asia/Shanghai');
    expect(log.lines).toMatchObject([{ level: 'warn', data: { id: `test/dba/${NOW}`, kind: 'test' } }]);
    expect(JSON.stringify(answers)).not.toContain('canary');
  });

  it('reaches no address of this machine unless it practises', async () => {
    const target = readTarget(
      'feishu',
      'it',
      bot('http://127.0.0.1:1/open-apis/bot/v2/hook/a'),
      'with loopback',
    );

    const [answer] = await sendTestNotice(
      optionsWith({
        target: { feishu: 'bot' },
        channels: { practice: false, targets: new Map([['dba/feishu', target]]) },
      }),
      { clock, log: memoryLog() },
    );

    expect(answer?.delivery).toEqual({ delivered: false, code: 'TARGET_FORBIDDEN', permanent: true });
  });
});

describe('a test of an entry of a deployment', () => {
  it('takes bots out of their secrets and topics by their name, in that region', async () => {
    await using manager = await awsLoopback(({ input }) =>
      (input as { SecretId: string }).SecretId === 'offpeak/bot'
        ? { result: { SecretString: bot(URL_OF_BOT) } }
        : { error: 'AccessDeniedException', message: 'canary' },
    );
    const topicArn = 'arn:aws:sns:eu-central-1:123456789012:offpeak-people';
    const { accessKeyId, secretAccessKey } = manager.client.credentials;
    const account = topicsOf({ topicArn, accessKeyId, secretAccessKey });
    await using sns = await ScriptedServer.start(account.reply);
    const posted: Posting[] = [];
    const regions: string[] = [];
    const log = memoryLog();

    const answers = await sendTestNotice(
      optionsWith({
        target: { feishu: 'offpeak/bot', wecom: 'offpeak/denied', sns: 'offpeak-people', log: 'here' },
        channels: { secretsIn: 'eu-central-1' },
      }),
      {
        clock,
        log,
        async post(posting): Promise<PostResult> {
          posted.push(posting);
          return { kind: 'answered', httpStatus: 200, body: Buffer.from('{"code":0}') };
        },
        awsIn(region) {
          regions.push(region);
          return {
            secrets: new SecretsManagerClient(manager.client),
            topics: new SNSClient({ ...manager.client, endpoint: sns.origin }),
          };
        },
      },
    );

    expect(answers).toEqual([
      { kind: 'feishu', delivery: { delivered: true } },
      { kind: 'wecom', delivery: { delivered: false, code: 'NOT_AUTHORIZED', permanent: false } },
      { kind: 'sns', delivery: { delivered: true, receipt: 'm-1' } },
      { kind: 'log', delivery: { delivered: true } },
    ]);
    expect(regions).toEqual(['eu-central-1']);
    expect(posted.map(({ url }) => url.href)).toEqual([URL_OF_BOT]);
    expect(account.topic.arrived[0]?.subject).toBe('Offpeak: a test for dba');
    expect(JSON.stringify([answers, log.lines])).not.toContain('canary');
  });
});
