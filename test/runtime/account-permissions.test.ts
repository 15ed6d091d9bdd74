import { describe, expect, it } from 'vitest';
import type { Account } from '../../shared/plan/plan.ts';
import { askPermissions } from '../../shared/runtime/account-permissions.ts';
import { startPracticeEndpoint } from '../../shared/runtime/practice-endpoint.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { InvalidSettings } from '../../shared/volcengine/errors.ts';
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
        accounts: [account('full'), account('bare'), account('strange')],
        credentials: { full: key('full'), bare: key('bare'), strange: key('strange') },
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
    ]);
    expect(found[2]?.findings[0]).toMatchObject({ code: 'InvalidAccessKey' });
    expect(vendor.model.executed()).toEqual([]);
  });

  it('are asked nowhere but at the vendor or on this machine', async () => {
    const asking = askPermissions(
      { accounts: [account('prod')], credentials: {}, probe: false, endpointUrl: 'http://192.0.2.1' },
      EDGES,
    );

    await expect(asking).rejects.toThrow(InvalidSettings);
  });
});
