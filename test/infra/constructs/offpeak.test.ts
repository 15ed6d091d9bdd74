import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { Offpeak, type OffpeakProps } from '../../../infra/constructs/offpeak.ts';
import { DeploymentRefused } from '../../../infra/deployment.ts';
import { synthesise } from '../synthesise.ts';

const SETTINGS = {
  deployment: 'orders',
  credentials: ['offpeak/prod'],
  language: 'en',
  timezone: 'Asia/Shanghai',
  codeOf: (name: string) => Code.fromInline(`// ${name}`),
} as const satisfies OffpeakProps;

function offpeakIn(props: OffpeakProps = SETTINGS) {
  const stack = new Stack(
    new App({ analyticsReporting: false, builtinCloudFormationValidation: false }),
    'Orders',
  );
  return { stack, offpeak: new Offpeak(stack, 'Offpeak', props) };
}

const typesOf = (resources: object): readonly string[] =>
  Object.values(resources)
    .map(({ Type }: { Type: string }) => Type)
    .sort();

describe('Offpeak in a stack of its user', () => {
  it('is what both stacks of ours hold together, and nothing else', () => {
    const { data, service } = synthesise();
    const { Resources } = Template.fromStack(offpeakIn().stack).toJSON();

    expect(typesOf(Resources)).toEqual(typesOf({ ...data.resources, ...service.resources }));
  });

  it('keeps its records when the stack goes', () => {
    Template.fromStack(offpeakIn().stack).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
  });

  it('refuses settings with every fault at once, and says whose they are', () => {
    const refused = () => offpeakIn({ ...SETTINGS, deployment: 'Orders!', credentials: [] });

    expect(refused).toThrow(DeploymentRefused);
    expect(refused).toThrow(/^read the settings of Orders\/Offpeak → .*deployment: .*credentials: /);
  });
});
