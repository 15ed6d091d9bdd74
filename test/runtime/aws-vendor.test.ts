import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { makeModel } from '../../shared/local-volcengine/model.ts';
import { seedFrom } from '../../shared/local-volcengine/seed.ts';
import { answerVendorCall } from '../../shared/local-volcengine/vendor-plane.ts';
import type { Account } from '../../shared/plan/plan.ts';
import { volcengine } from '../../shared/runtime/aws-vendor.ts';
import { makeRig } from '../steps/rig.ts';
import { awsLoopback } from './aws-loopback.ts';

const prod: Account = {
  name: 'prod',
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: 'offpeak/prod',
  mode: 'switch',
};

describe('the vendor, as an account', () => {
  it('is one client for one secret in one region, whatever the plan calls the account', async () => {
    const redis = volcengine((await makeRig()).ports);

    expect(redis({ ...prod, name: 'renamed', mode: 'observe' })).toBe(redis(prod));
    expect(redis({ ...prod, region: 'cn-shanghai' })).not.toBe(redis(prod));
    expect(redis({ ...prod, credentials: 'offpeak/staging' })).not.toBe(redis(prod));
  });

  it('is never anything but a host of the list', async () => {
    const redis = volcengine((await makeRig()).ports);

    expect(() => redis({ ...prod, region: 'evil.example/' })).toThrow('is not a region name');
  });
});

/** Where the vendor serves an account, as its documents name the host, and with which secret. */
const ACCOUNTS: readonly (Account & { readonly host: string })[] = [
  { ...prod, host: 'redis.cn-beijing.volcengineapi.com' },
  { ...prod, name: 'south', region: 'cn-guangzhou', host: 'redis.cn-guangzhou.volcengineapi.com' },
  {
    ...prod,
    name: 'staging',
    region: 'cn-shanghai',
    credentials: 'offpeak/staging',
    host: 'redis.cn-shanghai.volcengineapi.com',
  },
  {
    ...prod,
    name: 'abroad',
    provider: 'byteplus',
    region: 'ap-southeast-1',
    credentials: 'offpeak/abroad',
    host: 'redis.ap-southeast-1.byteplusapi.com',
  },
];

/** The key pair in a secret; the access key id names the secret. */
const pairOf = (secret: string) => ({
  accessKeyId: `AKLT-${secret.replace('/', '-')}`,
  secretKey: `of-${secret}`,
});

/** The vendor's hosts, each with one instance of its region, honouring the account's own key only. */
function vendorOf(accounts: typeof ACCOUNTS, clock: { now(): number }): MockAgent {
  const agent = new MockAgent();
  agent.disableNetConnect();
  for (const { host, region, credentials } of accounts) {
    const pair = pairOf(credentials);
    const instances = [{ id: `redis-of-${region}`, zones: [`${region}-a`, `${region}-b`] }];
    const seed = seedFrom({ region, credentials: [pair], instances });
    let ids = 0;
    const model = makeModel({ clock, seed, ids: () => (++ids).toString(16).toUpperCase().padStart(8, '0') });
    agent
      .get(`https://${host}`)
      .intercept({ path: () => true, method: 'POST' })
      .reply(({ path, headers, body }) => {
        const reply = answerVendorCall(model, seed.credentials, {
          method: 'POST',
          path: '/',
          query: path.slice(2),
          headers: new Map(
            Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
          ),
          body: Buffer.from(String(body)),
        });
        if (reply.delivery !== 'now') throw new Error(`answer ${path} → it is not answered now`);
        return { statusCode: reply.answer.httpStatus, data: JSON.stringify(reply.answer.envelope) };
      })
      .persist();
  }
  return agent;
}

describe('the accounts of one plan', () => {
  it('are each asked at their own host, signed with their own key for their own region', async () => {
    const { ports, clock } = await makeRig();
    await using secrets = await awsLoopback(({ input }) => {
      const { accessKeyId, secretKey } = pairOf((input as { SecretId: string }).SecretId);
      return { result: { SecretString: JSON.stringify({ accessKeyId, secretAccessKey: secretKey }) } };
    });
    const dispatcher = vendorOf(ACCOUNTS, clock);
    const redis = volcengine(ports, { secrets: new SecretsManagerClient(secrets.client), dispatcher });

    for (const account of ACCOUNTS) {
      const { region } = account;
      expect(await redis(account).describeInstance(`redis-of-${region}`)).toMatchObject({ region });
    }
    expect(secrets.calls.map(({ input }) => input)).toEqual(
      ['prod', 'prod', 'staging', 'abroad'].map((name) => ({ SecretId: `offpeak/${name}` })),
    );
    await expect(
      redis({ ...prod, credentials: 'offpeak/staging' }).describeInstance('redis-of-cn-beijing'),
    ).rejects.toThrow('InvalidAccessKey');
    await dispatcher.close();
  });
});
