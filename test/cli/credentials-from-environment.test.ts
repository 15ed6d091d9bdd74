import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { credentialsFromEnvironment, variablesOf } from '../../shared/cli/credentials-from-environment.ts';
import type { Account } from '../../shared/plan/plan.ts';

const account = (name: string): Account => ({
  name,
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: name,
  mode: 'observe',
});
const accounts = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, account(name)]));

const PROD = { OFFPEAK_PROD_ACCESSKEY: 'AKLT1', OFFPEAK_PROD_SECRETKEY: 'canary-secret' };

it.each([
  ['prod', 'OFFPEAK_PROD_ACCESSKEY'],
  ['prod-cn.1', 'OFFPEAK_PROD_CN_1_ACCESSKEY'],
])('account %s reads %s', (name, variable) => {
  expect(variablesOf(name).accessKey).toBe(variable);
});

describe('the credentials of a plan', () => {
  it('are read by account, with a session token where there is one', () => {
    const read = credentialsFromEnvironment(accounts('prod'), { ...PROD, OFFPEAK_PROD_SESSIONTOKEN: 'sts' });

    expect(read.credentials?.prod).toMatchObject({
      accessKeyId: 'AKLT1',
      secretAccessKey: 'canary-secret',
      sessionToken: 'sts',
    });
  });

  it('have no session token where its variable is empty', () => {
    const read = credentialsFromEnvironment(accounts('prod'), { ...PROD, OFFPEAK_PROD_SESSIONTOKEN: '' });

    expect(read.credentials?.prod?.sessionToken).toBeUndefined();
  });

  it('name every missing variable of every account at once; an empty one is missing', () => {
    const read = credentialsFromEnvironment(accounts('prod', 'shop', 'test'), {
      ...PROD,
      OFFPEAK_SHOP_ACCESSKEY: 'AKLT2',
      OFFPEAK_SHOP_SECRETKEY: '',
    });

    expect(read.faults).toEqual([
      "Set OFFPEAK_SHOP_SECRETKEY, OFFPEAK_TEST_ACCESSKEY, OFFPEAK_TEST_SECRETKEY: the plan's accounts need them.",
    ]);
  });

  it('never show a value that cannot be used', () => {
    const read = credentialsFromEnvironment(accounts('prod'), {
      ...PROD,
      OFFPEAK_PROD_SECRETKEY: 'canary\nsecret',
    });

    expect(read.faults).toEqual([expect.stringContaining('account prod are unusable: secretAccessKey')]);
    expect(inspect(read)).not.toContain('canary');
  });

  it('are refused where two accounts would share them', () => {
    const read = credentialsFromEnvironment(accounts('prod-a', 'prod_a'), {
      OFFPEAK_PROD_A_ACCESSKEY: 'AKLT1',
      OFFPEAK_PROD_A_SECRETKEY: 'canary-secret',
    });

    expect(read.faults).toEqual([
      'Accounts prod-a and prod_a would share OFFPEAK_PROD_A_ACCESSKEY; rename one of them.',
    ]);
  });
});
