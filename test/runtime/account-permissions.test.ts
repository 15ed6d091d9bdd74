import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../shared/plan/plan.ts';
import { askPermissions } from '../../shared/runtime/account-permissions.ts';
import { startPracticeEndpoint } from '../../shared/runtime/practice-endpoint.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { InvalidSettings } from '../../shared/volcengine/errors.ts';
import { awsLoopback } from './aws-loopback.ts';
import { practiceSeed } from './rehearsal.ts';

const account = (name: string): Account => ({
  name,
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: name,
  mode: 'switch',
});
const key = (name: string) =>
  new Credentials({ accessKeyId: `AKLT${name}`, secretAccessKey: `secret-of-${name}` });
const EDGES = { clock: systemClock, random: () => 0 };

describe('the permissions of a plan', () => {
  it('are asked over HTTP, of each account with its own key', async () => {
    const seed = practiceSeed();
    const vendor = await startPracticeEndpoint({
      clock: systemClock,
      port: 0,
      random: () => 0,
      seed: {
        ...seed,
        operations: { tasks: true, plannedEvents: true },
        credentials: [
          { accessKeyId: 'AKLTfull', secretKey: 'secret-of-full' },
          { accessKeyId: 'AKLTbare', secretKey: 'secret-of-bare', actions: ['DescribeDBInstances'] },
        ],
      },
    });

    const found = await askPermissions(
      {
        accounts: [
          account('full'),
          account('bare'),
          account('strange'),
          { ...account('looks'), mode: 'observe' },
        ],
        keys: {
          credentials: { full: key('full'), bare: key('bare'), strange: key('strange'), looks: key('full') },
        },
        probe: true,
        endpointUrl: vendor.endpoint.url,
      },
      EDGES,
    );
    await vendor.close();

    const standings = found.map(({ account: { name }, findings }) => [
      name,
      [...new Set(findings.map(({ standing }) => standing))],
    ]);
    expect(standings).toEqual([
      ['full', ['granted']],
      ['bare', ['granted', 'missing', 'not asked']],
      ['strange', ['unclear', 'not asked']],
      ['looks', ['granted', 'not asked']],
    ]);
    expect(found[2]?.findings[0]).toMatchObject({ code: 'InvalidAccessKey' });
    expect(found[3]?.findings.at(-1)).toEqual({ action: 'SwitchOver', standing: 'not asked' });
    expect(vendor.model.answered().filter(({ action }) => action === 'SwitchOver')).toHaveLength(1);
    expect(vendor.model.executed()).toEqual([]);
  });

  it('are asked with the keys of a deployment too, out of its secrets', async () => {
    const vendor = await startPracticeEndpoint({
      clock: systemClock,
      port: 0,
      random: () => 0,
      seed: { ...practiceSeed(), credentials: [{ accessKeyId: 'AKLTfull', secretKey: 'secret-of-full' }] },
    });
    await using secrets = await awsLoopback(({ input }) =>
      (input as { SecretId: string }).SecretId === 'full'
        ? { result: { SecretString: '{"accessKeyId":"AKLTfull","secretAccessKey":"secret-of-full"}' } }
        : { error: 'ResourceNotFoundException', message: 'canary' },
    );
    const regions: string[] = [];

    const found = await askPermissions(
      {
        accounts: [account('full'), account('gone')],
        keys: { secretsIn: 'cn-north-1' },
        probe: false,
        endpointUrl: vendor.endpoint.url,
      },
      {
        ...EDGES,
        secretsOf(region) {
          regions.push(region);
          return new SecretsManagerClient(secrets.client);
        },
      },
    );
    await vendor.close();

    expect(regions).toEqual(['cn-north-1']);
    expect(found.map(({ findings }) => findings[0])).toEqual([
      { action: 'DescribeDBInstances', standing: 'granted' },
      { action: 'DescribeDBInstances', standing: 'unclear', code: 'CredentialsUnavailable' },
    ]);
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('cannot be asked without a key: it is a finding, and nothing is sent', async () => {
    const options = { accounts: [account('bare')], keys: { credentials: {} }, probe: false };

    const [found] = await askPermissions(options, EDGES);

    expect(found?.findings[0]).toMatchObject({ standing: 'unclear', code: 'CredentialsUnavailable' });
  });

  it('are asked nowhere but at the vendor or on this machine', async () => {
    const asking = askPermissions(
      {
        accounts: [account('prod')],
        keys: { credentials: {} },
        probe: false,
        endpointUrl: 'http://192.0.2.1',
      },
      EDGES,
    );

    await expect(asking).rejects.toThrow(InvalidSettings);
  });
});
