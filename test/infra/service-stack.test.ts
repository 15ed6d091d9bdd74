import { describe, expect, it } from 'vitest';
import { permissionsOf, rolesThatMay } from './permissions.ts';
import { synthesise } from './synthesise.ts';

const { service, data } = synthesise();

const STEP_ROLES = ['RunCheckWindowRole', 'RunPollStatusRole', 'RunRecordOutcomeRole', 'RunSwitchOverRole'];
const FUNCTION_ROLES = ['ApiRole', 'DueRole', 'SettleRole', ...STEP_ROLES].sort();

describe('who may do what', () => {
  it('every function has a role of its own, with no policy of somebody else in it', () => {
    const roles = service.ofType('AWS::Lambda::Function').map(([, { Properties }]) => Properties.Role);

    expect(new Set(roles.map((role) => JSON.stringify(role))).size).toBe(7);
    expect(roles).toHaveLength(7);
    expect(service.text).not.toContain('ManagedPolicyArns');
  });

  it.each([
    [
      'read the secret',
      'secretsmanager:GetSecretValue',
      ['RunCheckWindowRole', 'RunPollStatusRole', 'RunSwitchOverRole', 'SettleRole'],
    ],
    ['start the machine', 'states:StartExecution', ['ApiRole', 'DueRole', 'SettleRole']],
    ['stop an execution', 'states:StopExecution', ['ApiRole', 'SettleRole']],
    ['look at an execution', 'states:DescribeExecution', ['SettleRole']],
    ['put events', 'events:PutEvents', ['RunRecordOutcomeRole', 'SettleRole']],
    [
      'answer a task token',
      'states:SendTaskSuccess',
      ['RunCheckWindowRole', 'RunRecordOutcomeRole', 'SettleRole'],
    ],
    ['receive a dead letter', 'sqs:ReceiveMessage', ['SettleRole']],
    ['take out a dead letter', 'sqs:DeleteMessage', ['SettleRole']],
    ['read a record', 'dynamodb:GetItem', FUNCTION_ROLES],
    ['delete an item', 'dynamodb:DeleteItem', ['ApiRole', 'RunRecordOutcomeRole', 'SettleRole']],
    ['scan the table', 'dynamodb:Scan', []],
    ['write without conditions of its own', 'dynamodb:BatchWriteItem', []],
    ['write by PartiQL', 'dynamodb:PartiQLUpdate', []],
    ['write a secret', 'secretsmanager:PutSecretValue', []],
    ['pass a role', 'iam:PassRole', []],
  ])('may %s: only these', (_what, action, roles) => {
    expect(rolesThatMay(service, action)).toEqual(roles);
  });

  it('an audit event can be put and never changed or deleted, by anybody', () => {
    const onTable = permissionsOf(service).filter(({ actions }) =>
      actions.some((action) => action.startsWith('dynamodb:')),
    );
    const changing = onTable.filter(({ actions }) =>
      actions.some((action) => /^dynamodb:(\*|(Update|Delete|BatchWrite|PartiQL))/.test(action)),
    );

    expect(changing.length).toBeGreaterThan(6);
    for (const { partitions } of changing) {
      expect(partitions).toBeDefined();
      for (const partition of partitions ?? [])
        expect(partition).toMatch(/^(run#\*|lease#\*|slot#\*|control)$/);
    }
  });

  it('what is deleted is a slot, a stop or a count; never a run, a lease or a send', () => {
    const deleting = permissionsOf(service).filter(({ actions }) => actions.includes('dynamodb:DeleteItem'));

    for (const { partitions } of deleting) expect(partitions).toEqual(['slot#*', 'control']);
  });

  it('the secrets are the named ones, read by reference, and never made', () => {
    const reading = permissionsOf(service).filter(({ actions }) =>
      actions.includes('secretsmanager:GetSecretValue'),
    );

    for (const { resources } of reading) {
      expect(resources).toHaveLength(2);
      expect(resources[0]).toContain(':secret:offpeak/prod-??????');
      expect(resources[1]).toContain(':secret:offpeak/staging-??????');
    }
    expect(service.ofType('AWS::SecretsManager::Secret')).toEqual([]);
  });

  it('no statement is for every resource, but the log delivery of Step Functions, which knows no other', () => {
    const everywhere = permissionsOf(service).filter(({ resources }) => resources.includes('"*"'));

    expect(everywhere.map(({ role }) => role.slice(0, -8))).toEqual(['RunMachineRole']);
    expect(
      everywhere.flatMap(({ actions }) => actions).filter((action) => !action.startsWith('logs:')),
    ).toEqual([]);
  });

  it('no statement allows every action of a service', () => {
    expect(
      permissionsOf(service).flatMap(({ actions }) => actions.filter((action) => action.includes('*'))),
    ).toEqual([]);
  });

  it('the machine may call the functions of its steps and nothing else', () => {
    const calls = permissionsOf(service).filter(
      ({ role, actions }) => role.startsWith('RunMachineRole') && actions.includes('lambda:InvokeFunction'),
    );

    expect(calls.flatMap(({ resources }) => resources)).toHaveLength(4);
    expect(calls.flatMap(({ resources }) => resources).join()).not.toContain('*');
  });
});

describe('the functions', () => {
  it('run on Node 24, arm64, and keep their logs for a set time', () => {
    for (const [, { Properties }] of service.ofType('AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(Properties.LoggingConfig).toBeDefined();
    }
    for (const [, { Properties }] of service.ofType('AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays).toBe(90);
  });

  it('find the table by reference to the other stack', () => {
    for (const [, { Properties }] of service.ofType('AWS::Lambda::Function')) {
      expect(JSON.stringify(Properties.Environment)).toContain('"OFFPEAK_TABLE":{"Fn::ImportValue"');
    }
  });

  it('are told what the deployment decides', () => {
    const settle = service.ofType('AWS::Lambda::Function').find(([id]) => id.startsWith('Settle'));

    expect(settle?.[1].Properties.Environment).toMatchObject({
      Variables: {
        OFFPEAK_DEPLOYMENT: 'test',
        OFFPEAK_LANGUAGE: 'zh-CN',
        OFFPEAK_TIMEZONE: 'Asia/Shanghai',
        OFFPEAK_SIGNATURE_LIFE_SECONDS: '900',
        OFFPEAK_REQUEST_TIMEOUT_SECONDS: '10',
      },
    });
  });
});

describe('in any partition', () => {
  it('no ARN names one', () => {
    expect(service.text + data.text).not.toMatch(/arn:aws[:-]/);
  });

  it('the stacks are synthesised for a region of China, where nothing names the partition of another', () => {
    const china = synthesise({ account: '123456789012', region: 'cn-north-1' });

    expect(china.service.text + china.data.text).not.toContain('arn:aws:');
    expect(china.service.ofType('AWS::Lambda::Function')).toHaveLength(7);
  });
});
