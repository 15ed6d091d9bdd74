import { describe, expect, it, onTestFinished } from 'vitest';
import type { Account } from '../../shared/plan/plan.ts';
import { makeLiveVendor } from '../../shared/runtime/live-vendor.ts';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { InvalidSettings } from '../../shared/volcengine/errors.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';

const NIGHT = Date.parse('2026-11-24T02:00:00+08:00');
const own = (name: string) =>
  new Credentials({ accessKeyId: `AKLT${name}`, secretAccessKey: `${name}-secret` });

const account = (name: string, change: Partial<Account> = {}): Account => ({
  name,
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: `offpeak/${name}`,
  mode: 'observe',
  ...change,
});

function vendorWith(...names: readonly string[]) {
  const credentials = new Map(names.map((name) => [name, own(name)]));
  const vendor = makeLiveVendor({ credentials, clock: makeVirtualClock(NIGHT), random: () => 0.5 });
  onTestFinished(() => vendor.close());
  const signed = async (of: Account) =>
    await vendor
      .redis(of)
      .prepareSwitchOver({ instanceId: 'i', targetNodeIds: ['n'], signedAt: NIGHT, lifeSeconds: 30 });
  return { vendor, signed };
}

describe('the live vendor', () => {
  it('has one client for each account, made once', () => {
    const { vendor } = vendorWith('prod', 'other');

    expect(vendor.redis(account('prod'))).toBe(vendor.redis(account('prod')));
    expect(vendor.redis(account('prod'))).not.toBe(vendor.redis(account('other')));
  });

  it("signs with the account's own key, for the vendor's own host over TLS", async () => {
    const { signed } = vendorWith('prod', 'other');

    const [prod, other] = [await signed(account('prod')), await signed(account('other'))];

    expect(prod.headers.Authorization).toContain('AKLTprod/');
    expect(other.headers.Authorization).toContain('AKLTother/');
    expect(prod.url).toMatch(/^https:\/\/[a-z.-]*volcengineapi\.com\//);
    expect(JSON.stringify(prod)).not.toContain('prod-secret');
  });

  it('cannot read an account that it was given no credentials for, and says whose; nothing is sent for it', async () => {
    const { vendor } = vendorWith('prod');
    const redis = vendor.redis(account('other'));
    const request = { instanceId: 'redis-1', targetNodeIds: ['node'], signedAt: 0, lifeSeconds: 30 };

    await expect(redis.describeShards('redis-1')).rejects.toMatchObject({
      name: 'ReadFailed',
      message: /account other/,
    });
    await expect(redis.prepareSwitchOver(request)).rejects.toMatchObject({ name: 'CredentialsUnavailable' });
  });

  it('refuses a region that the vendor does not have', () => {
    const { vendor } = vendorWith('prod');

    expect(() => vendor.redis(account('prod', { region: 'evil.example.com/' }))).toThrow(InvalidSettings);
  });

  it('can be closed before anybody asked it', async () => {
    const { vendor } = vendorWith();

    await expect(vendor.close()).resolves.toBeUndefined();
  });
});
