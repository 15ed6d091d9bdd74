import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { findChannelFaults } from '../../shared/runtime/channel-faults.ts';
import { awsLoopback, type Reply } from './aws-loopback.ts';

const text = (value: object): Reply => ({ result: { SecretString: JSON.stringify(value) } });
const SECRETS: Readonly<Record<string, Reply>> = {
  bot: text({ url: 'https://open.feishu.cn/open-apis/bot/v2/hook/canary-token' }),
  inside: text({ url: 'https://10.0.0.5/hook', secret: `whsec_${btoa('canary-key-canary-key-canary-key')}` }),
  elsewhere: text({ url: 'https://evil.example/robot/send?access_token=canary-token' }),
  gone: { error: 'ResourceNotFoundException' },
  denied: { error: 'AccessDeniedException', message: 'arn:canary is not authorized' },
};

async function faultsOf(notify: Parameters<typeof findChannelFaults>[0]['notify']) {
  await using aws = await awsLoopback(
    ({ input }) => SECRETS[(input as { SecretId: string }).SecretId] ?? { error: 'Unexpected' },
  );
  const faults = await findChannelFaults(
    { notify, secretsIn: 'eu-central-1' },
    new SecretsManagerClient(aws.client),
  );
  return { faults, asked: aws.calls.map(({ input }) => (input as { SecretId: string }).SecretId) };
}

describe('the channels of a plan, looked at before it is applied', () => {
  it('have no fault where each secret can be used; topics and the log have none to read', async () => {
    expect(await faultsOf({ dba: { feishu: 'bot', sns: 'pager', log: 'here' } })).toEqual({
      faults: [],
      asked: ['bot'],
    });
  });

  it('are each named with why nobody could be told, and with no value', async () => {
    const { faults } = await faultsOf({
      dba: { webhook: 'inside', dingtalk: 'elsewhere' },
      app: { feishu: 'gone', wecom: 'denied' },
    });

    expect(faults).toEqual([
      expect.stringMatching(/^plan notify\.dba\.dingtalk: read secret elsewhere → unusable: url: /),
      expect.stringMatching(/^plan notify\.dba\.webhook: read secret inside → unusable: .*not public/),
      'plan notify.app.feishu: ResourceNotFoundException',
      'plan notify.app.wecom: AccessDeniedException',
    ]);
    expect(JSON.stringify(faults)).not.toContain('canary');
  });
});
