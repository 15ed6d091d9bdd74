import { describe, expect, it } from 'vitest';
import type { Account } from '../../shared/plan/plan.ts';
import { volcengine } from '../../shared/runtime/aws-vendor.ts';
import { makeRig } from '../steps/rig.ts';

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
