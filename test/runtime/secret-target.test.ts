import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { TargetUnusable } from '../../shared/notify/errors.ts';
import { reasonOf, targetIn } from '../../shared/runtime/secret-target.ts';
import { awsLoopback } from './aws-loopback.ts';

const URL_OF_BOT = 'https://open.feishu.cn/open-apis/bot/v2/hook/canary-token';

describe('a target in a secret', () => {
  it('is read by the name of its secret', async () => {
    await using aws = await awsLoopback(() => ({
      result: { SecretString: JSON.stringify({ url: URL_OF_BOT }) },
    }));

    const target = await targetIn(new SecretsManagerClient(aws.client), 'feishu', 'offpeak/dba');

    expect(target.url.href).toBe(URL_OF_BOT);
    expect(aws.calls).toEqual([{ action: 'GetSecretValue', input: { SecretId: 'offpeak/dba' } }]);
  });

  it('without text is unusable, and the secret is named', async () => {
    await using aws = await awsLoopback(() => ({ result: {} }));
    const read = targetIn(new SecretsManagerClient(aws.client), 'feishu', 'offpeak/dba');

    await expect(read).rejects.toThrow(TargetUnusable);
    await expect(read).rejects.toThrow('read secret offpeak/dba → unusable');
  });
});

describe('the reason why it cannot be used', () => {
  it.each([
    [new TargetUnusable('secret x', ['url: is no address']), 'read secret x → unusable: url: is no address'],
    [Object.assign(new Error('arn:canary'), { name: 'AccessDeniedException' }), 'AccessDeniedException'],
    ['canary', 'string'],
  ])('is ours in full, and only the name of another: %s', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});
