import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AccountPermissions } from '../../../shared/cli/programs.ts';
import type { Account } from '../../../shared/plan/plan.ts';
import { type Finding, READ_ACTIONS } from '../../../shared/volcengine/permissions.ts';
import { makeStage } from '../stage.ts';

const PLAN = readFileSync(new URL('../../../examples/practice.plan.yaml', import.meta.url), 'utf8');
const CANARY = 'canary-secret-never-to-be-seen';
const COMPLETE = { OFFPEAK_PRACTICE_ACCESSKEY: 'AKLTCANARY', OFFPEAK_PRACTICE_SECRETKEY: CANARY };

const PROD: Account = {
  name: 'prod',
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: 'offpeak/prod',
  mode: 'switch',
};
const granted = READ_ACTIONS.map((action): Finding => ({ action, standing: 'granted' }));
const findings = (last: Finding, change: Partial<Record<Finding['action'], Finding>> = {}): Finding[] => [
  ...granted.map((finding) => change[finding.action] ?? finding),
  last,
];

const checked = (...found: readonly AccountPermissions[]) =>
  makeStage({
    files: { 'plan.yaml': PLAN },
    environment: COMPLETE,
    programs: { permissions: async () => found },
  });

describe('accounts check', () => {
  it('hands over the accounts with their own credentials, and asks no SwitchOver by itself', async () => {
    const stage = makeStage({ files: { 'other.yaml': PLAN }, environment: COMPLETE });

    await stage.run('accounts', 'check', '--plan', 'other.yaml');
    await stage.run(
      'accounts',
      'check',
      '--plan',
      'other.yaml',
      '--probe-switchover',
      '--endpoint',
      'http://127.0.0.1:1',
    );

    expect(stage.begun).toMatchObject([
      { program: 'permissions', options: { accounts: [{ name: 'practice' }], probe: false } },
      { program: 'permissions', options: { probe: true, endpointUrl: 'http://127.0.0.1:1' } },
    ]);
    expect(stage.begun[0]?.options).toHaveProperty('keys.credentials.practice.secretAccessKey', CANARY);
  });

  it('shows each permission on a line, and names what is missing at the end', async () => {
    const stage = checked(
      {
        account: PROD,
        findings: findings(
          { action: 'SwitchOver', standing: 'missing', code: 'AccessDenied', requestId: '20261124' },
          { DescribeTasks: { action: 'DescribeTasks', standing: 'not served' } },
        ),
      },
      {
        account: { ...PROD, name: 'look', mode: 'observe' },
        findings: findings({ action: 'SwitchOver', standing: 'not asked' }),
      },
    );

    expect(await stage.run('accounts', 'check')).toEqual({
      exit: 1,
      stderr: '',
      stdout: `prod (cn-beijing, switch)
  DescribeDBInstances       granted
  DescribeDBInstanceDetail  granted
  DescribeDBInstanceShards  granted
  DescribePlannedEvents     granted
  DescribeTasks             not needed: this region does not have it
  SwitchOver                MISSING (AccessDenied, request id 20261124)

look (cn-beijing, observe: reads only)
  DescribeDBInstances       granted
  DescribeDBInstanceDetail  granted
  DescribeDBInstanceShards  granted
  DescribePlannedEvents     granted
  DescribeTasks             granted
  SwitchOver                not asked: the account observes, and switches nothing

prod lacks SwitchOver: give its key docs/policies/switch.json.
`,
    });
  });

  it.each([
    ['everything is granted', PROD, findings({ action: 'SwitchOver', standing: 'granted' }), 0],
    ['SwitchOver was not asked', PROD, findings({ action: 'SwitchOver', standing: 'not asked' }), 0],
    [
      'SwitchOver is missing, and the account observes',
      { ...PROD, mode: 'observe' as const },
      findings({ action: 'SwitchOver', standing: 'missing' }),
      0,
    ],
    [
      'a read could not be told',
      PROD,
      findings(
        { action: 'SwitchOver', standing: 'not asked' },
        { DescribeTasks: { action: 'DescribeTasks', standing: 'unclear', code: 'Timeout' } },
      ),
      1,
    ],
  ] as [string, Account, Finding[], number][])('where %s', async (_what, account, found, exit) => {
    const ended = await checked({ account, findings: found }).run('accounts', 'check', '--json');

    expect(ended.exit).toBe(exit);
    expect(JSON.parse(ended.stdout)).toMatchObject([{ account: { name: 'prod' }, findings: found }]);
    expect(ended.stdout).not.toContain('offpeak/prod');
  });

  it('says how SwitchOver is asked, where the account is to switch and it was not', async () => {
    const account = { account: PROD, findings: findings({ action: 'SwitchOver', standing: 'not asked' }) };

    const { stdout } = await checked(account).run('accounts', 'check');

    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
      'Whether SwitchOver is allowed was not asked; --probe-switchover asks it of an instance that cannot exist.',
      'Nothing that the plan needs is missing.',
    ]);
  });

  it('tells what is missing from what could not be told', async () => {
    const stage = checked({
      account: PROD,
      findings: findings(
        { action: 'SwitchOver', standing: 'not asked' },
        {
          DescribeTasks: { action: 'DescribeTasks', standing: 'unclear', code: 'Timeout' },
          DescribePlannedEvents: { action: 'DescribePlannedEvents', standing: 'missing', code: 'LackPolicy' },
        },
      ),
    });

    const { stdout } = await stage.run('accounts', 'check');

    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
      'prod lacks DescribePlannedEvents: give its key docs/policies/switch.json.',
      'prod could not be asked about DescribeTasks.',
    ]);
  });

  it('says it in Chinese', async () => {
    const stage = checked({
      account: PROD,
      findings: findings({ action: 'SwitchOver', standing: 'granted' }),
    });

    const { stdout } = await stage.run('accounts', 'check', '--language', 'zh-CN');

    expect(stdout).toContain('SwitchOver                已授权');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('计划所需的权限一项不缺。');
  });

  it('reads no variables where the keys are in the secrets of a deployment', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    await stage.run('accounts', 'check', '--secrets', 'cn-north-1');

    expect(stage.begun).toMatchObject([{ options: { keys: { secretsIn: 'cn-north-1' } } }]);
  });

  it('names every missing variable at once and asks nothing', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    const ended = await stage.run('accounts', 'check');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain('OFFPEAK_PRACTICE_ACCESSKEY, OFFPEAK_PRACTICE_SECRETKEY');
    expect(stage.begun).toEqual([]);
  });
});
