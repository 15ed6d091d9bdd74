import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus as TargetBus } from 'aws-cdk-lib/aws-events';
import { EventBus } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { Offpeak, type OffpeakProps } from '../../../infra/constructs/offpeak.ts';
import { TimeoutAbortsTheRun } from '../../../infra/constructs/switchover-task.ts';
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

/** The statements of the role of a workflow, or of whoever may ask. */
const reads = (template: Template, id: string) =>
  statementsOf(template, id).filter(({ Action }) => Action === 'kms:Decrypt');

const READS_THROUGH_THE_SERVICE = [
  {
    Resource: { 'Fn::GetAtt': [expect.stringMatching(/^OffpeakKey/), 'Arn'] },
    Condition: { StringEquals: { 'kms:ViaService': expect.anything() } },
  },
];

function statementsOf(
  template: Template,
  id: string,
): readonly { Action: string | string[]; Resource: unknown }[] {
  const [policy] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([name]) =>
    name.startsWith(id),
  );
  return policy?.[1].Properties.PolicyDocument.Statement ?? [];
}

describe('a state that starts a run', () => {
  const request = { rule: 'orders-home', reason: 'drill' } as const;

  function workflowWith(props: object = {}, settings: object = {}) {
    const { stack, offpeak } = offpeakIn({ ...SETTINGS, ...settings });
    const task = offpeak.switchoverTask('SwitchOver', { ...request, ...props });
    new StateMachine(stack, 'Drill', { definitionBody: DefinitionBody.fromChainable(task) });
    return { template: Template.fromStack(stack), state: task.toStateJson() };
  }

  it('waits for the answer to a token, for eight days, and needs nothing but the start', () => {
    const { template, state } = workflowWith();

    expect(state).toMatchObject({
      TimeoutSeconds: 8 * 24 * 3_600,
      Arguments: {
        Input: {
          ...request,
          when: 'window',
          key: "{% $states.context.Execution.Id & '/' & $states.context.State.Name %}",
          taskToken: '{% $states.context.Task.Token %}',
        },
      },
    });
    expect(statementsOf(template, 'Drill').map(({ Action }) => Action)).toEqual(['states:StartExecution']);
  });

  it.each([
    [
      { runId: 'r', outcome: 'SUCCEEDED' },
      { runId: 'r', outcome: 'SUCCEEDED' },
    ],
    [
      { runId: 'r', decision: 'duplicate' },
      { runId: 'r', decision: 'duplicate', outcome: 'NOT_KNOWN' },
    ],
  ])('waits for the end and gives on what the run came to: %j', async (Output, told) => {
    const { state } = workflowWith({ waitFor: 'end' });
    const expression = String(Object(state).Output).replace(/^\{%|%\}$/g, '');

    expect(await jsonata(expression).evaluate({}, { states: { result: { Output } } })).toEqual(told);
  });

  it('waits for the end without a timeout, and may abort it', () => {
    const { template, state } = workflowWith({ waitFor: 'end' });

    expect(state).toMatchObject({ TimeoutSeconds: undefined });
    expect(Object(state).Arguments.Input).not.toHaveProperty('taskToken');
    expect(statementsOf(template, 'Drill').flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution']),
    );
  });

  it.each([
    ['end', READS_THROUGH_THE_SERVICE],
    ['answer', []],
  ])('may use the key of executions where there is one, and it waits for the %s', (waitFor, expected) => {
    const { template } = workflowWith({ waitFor }, { customerManagedKey: true });

    expect(reads(template, 'Drill')).toMatchObject(expected);
  });

  it('is refused with a timeout that would abort the run', () => {
    expect(() => workflowWith({ waitFor: 'end', timeout: Duration.hours(1) })).toThrow(TimeoutAbortsTheRun);
  });
});

describe('who hears of an outcome', () => {
  it('is called by the close alone, for the outcomes and rules that are wanted', () => {
    const { stack, offpeak } = offpeakIn();
    const target = new EventBus(TargetBus.fromEventBusName(stack, 'Theirs', 'theirs'));
    offpeak.onOutcome('Bad', { outcomes: ['UNKNOWN', 'PARTIAL'], rules: ['orders-home'], target });

    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventBusName: { Ref: Match.stringLikeRegexp('^OffpeakEvents') },
      EventPattern: {
        source: ['offpeak'],
        'detail-type': ['Unknown', 'Partial'],
        detail: { outcome: ['UNKNOWN', 'PARTIAL'], rule: ['orders-home'] },
      },
    });
  });
});

describe('who may ask for runs', () => {
  function rightsOf(waitFor: 'answer' | 'end' | undefined, settings: object = {}) {
    const { stack, offpeak } = offpeakIn({ ...SETTINGS, ...settings });
    const assumedBy = new ServicePrincipal('states.amazonaws.com');
    offpeak.grantRun(new Role(stack, 'Parent', { assumedBy }), waitFor && { waitFor });
    return Template.fromStack(stack);
  }

  it.each([undefined, 'answer'] as const)('may start the one machine, and nothing else: %s', (waitFor) => {
    expect(statementsOf(rightsOf(waitFor, { customerManagedKey: true }), 'Parent')).toMatchObject([
      { Action: 'states:StartExecution', Resource: { Ref: expect.stringMatching(/^OffpeakRunMachine/) } },
    ]);
  });

  it('may wait for the end by .sync:2, as a state of the CDK may', () => {
    const { stack, offpeak } = offpeakIn();
    const task = offpeak.switchoverTask('Switch', { rule: 'a', reason: 'drill', waitFor: 'end' });
    new StateMachine(stack, 'Drill', { definitionBody: DefinitionBody.fromChainable(task) });
    const rights = (template: Template, id: string) =>
      statementsOf(template, id)
        .flatMap(({ Action }) => Action)
        .toSorted();

    expect(rights(rightsOf('end'), 'Parent')).toEqual(rights(Template.fromStack(stack), 'Drill'));
    expect(reads(rightsOf('end', { customerManagedKey: true }), 'Parent')).toMatchObject(
      READS_THROUGH_THE_SERVICE,
    );
  });
});
