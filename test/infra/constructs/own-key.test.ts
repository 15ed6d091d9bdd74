import { isDeepStrictEqual } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { Offpeak } from '../../../infra/constructs/offpeak.ts';
import { OPTIONS_ON, synthesise } from '../synthesise.ts';

/** What CloudFormation changes in place, by the reference of each kind: "Update requires: (No|Some) interruption(s)". */
const CHANGED_IN_PLACE: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['SSESpecification'],
  'AWS::Events::EventBus': ['KmsKeyIdentifier'],
  'AWS::IAM::Policy': ['PolicyDocument'],
  'AWS::Logs::LogGroup': ['KmsKeyId'],
  'AWS::SQS::Queue': ['KmsMasterKeyId', 'SqsManagedSseEnabled'],
  'AWS::StepFunctions::StateMachine': ['EncryptionConfiguration'],
};

const without = synthesise();
const withKeys = synthesise(undefined, { customerManagedKey: true });
const [off, on] = [without, withKeys].map(({ data, service }) => ({
  ...data.resources,
  ...service.resources,
}));

describe('turning the keys on or off', () => {
  it('adds two keys, which stay when they are turned off, and takes nothing away', () => {
    const added = Object.entries(on ?? {}).filter(([id]) => off?.[id] === undefined);

    expect(Object.keys(off ?? {}).filter((id) => on?.[id] === undefined)).toEqual([]);
    expect(added.map(([, { Type, DeletionPolicy }]) => [Type, DeletionPolicy])).toEqual([
      ['AWS::KMS::Key', 'Retain'],
      ['AWS::KMS::Key', 'Retain'],
    ]);
  });

  it.each(Object.entries(off ?? {}))('replaces nothing that runs: %s', (id, { Type, Properties = {} }) => {
    const after = on?.[id]?.Properties ?? {};
    const changed = [...new Set([...Object.keys(Properties), ...Object.keys(after)])].filter(
      (name) => !isDeepStrictEqual(Properties[name], after[name]),
    );

    expect(CHANGED_IN_PLACE[Type] ?? []).toEqual(expect.arrayContaining(changed));
  });

  it('leaves the output by which a schedule of a user knows the key of the dead letters', () => {
    const outputs = ({ service }: typeof without) => service.template.findOutputs('DeadLetterKey');

    expect(outputs(without)).toEqual({});
    expect(outputs(withKeys)).toMatchObject({
      DeadLetterKey: { Value: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } },
    });
    expect(outputs(synthesise(undefined, OPTIONS_ON))).toHaveProperty('DeadLetterKey');
  });
});

describe('the machine', () => {
  it('is named in its deployment, and by itself in the account', () => {
    const nameIn = (deployment: string) =>
      synthesise(undefined, { deployment }).service.ofType('AWS::StepFunctions::StateMachine')[0]?.[1]
        .Properties.StateMachineName;

    expect(nameIn('test')).toMatch(/^offpeak-test-[0-9a-f]{8}$/);
    expect(String(nameIn('a'.repeat(32))).length).toBeLessThanOrEqual(80);
  });

  it('has a name of its own for each construct of a user', () => {
    const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
    const names = ['Orders', 'Carts'].map((id) => {
      const settings = { deployment: 'main', credentials: ['x'], language: 'en', timezone: 'UTC' } as const;
      const offpeak = new Offpeak(new Stack(app, id), 'Offpeak', {
        ...settings,
        codeOf: (name) => Code.fromInline(`// ${name}`),
      });
      return Stack.of(offpeak).resolve(Object(offpeak.workflow.machine.node.defaultChild).stateMachineName);
    });

    expect(names).toEqual([expect.stringMatching(/^offpeak-main-/), expect.stringMatching(/^offpeak-main-/)]);
    expect(new Set(names).size).toBe(2);
  });
});
