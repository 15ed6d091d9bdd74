import { type Physical, PSEUDO, type Resource, resolved, type Template } from '../deployed/template.ts';
import type { MadeResource } from './moto-server.ts';

const HERE = `${PSEUDO['AWS::Region']}:${PSEUDO['AWS::AccountId']}`;

/** Stands for a name that the endpoint did not tell: whatever is shown in its place is as good. */
const UNTOLD = '(not told)';

/** Where a resource that was made differs from its template: a sentence for each place. */
export function differencesOf(
  made: MadeResource,
  all: readonly MadeResource[],
  templates: readonly Template[],
) {
  const expected = expectedOf(made, templates, physicalIn(all));
  if (expected === undefined || made.shown === undefined) return [];
  return differences(`${made.type} ${made.id}`, expected, made.shown);
}

type Expected = (resource: Resource, template: Template, id: string) => Readonly<Record<string, unknown>>;

const picked =
  (...names: readonly string[]): Expected =>
  ({ Properties }) =>
    Object.fromEntries(names.map((name) => [name, Properties[name]]));

/** What each kind has to be shown as, in the words of its own service. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'AWS::DynamoDB::Table': picked('KeySchema', 'AttributeDefinitions', 'GlobalSecondaryIndexes'),
  'AWS::Lambda::Function': picked('Runtime', 'Handler', 'Role', 'Timeout', 'MemorySize', 'Environment'),
  'AWS::IAM::Role': ({ Properties }, template, id) => ({
    AssumeRolePolicyDocument: Properties.AssumeRolePolicyDocument,
    Statements: statementsFor(template, id),
  }),
  'AWS::StepFunctions::StateMachine': ({ Properties }) => ({
    type: Properties.StateMachineType,
    roleArn: Properties.RoleArn,
    definition: JSON.parse(String(Properties.DefinitionString)),
  }),
  'AWS::Events::Rule': picked('EventPattern', 'State'),
  'AWS::SQS::Queue': ({ Properties }) => ({
    MessageRetentionPeriod: String(Properties.MessageRetentionPeriod),
    SqsManagedSseEnabled: String(Properties.SqsManagedSseEnabled),
  }),
  'AWS::Logs::LogGroup': ({ Properties }) => ({ retentionInDays: Properties.RetentionInDays }),
};

export const COMPARED: readonly string[] = Object.keys(EXPECTED);

function expectedOf({ id, type }: MadeResource, templates: readonly Template[], physical: Physical): unknown {
  const template = templates.find(({ Resources }) => Resources[id]?.Type === type);
  const resource = template?.Resources[id];
  const expected = resource && template && EXPECTED[type]?.(resource, template, id);
  return expected && template && resolved(expected, template, templates, physical);
}

/** All statements of a role, from every policy that is attached to it. */
function statementsFor(template: Template, role: string): readonly unknown[] {
  return Object.values(template.Resources).flatMap(({ Type, Properties }) => {
    const attached = JSON.stringify(Properties.Roles ?? []).includes(JSON.stringify({ Ref: role }));
    const document = Properties.PolicyDocument as { Statement?: readonly unknown[] } | undefined;
    return Type === 'AWS::IAM::Policy' && attached ? (document?.Statement ?? []) : [];
  });
}

function physicalIn(all: readonly MadeResource[]): Physical {
  const names = new Map(all.map(({ id, physical }) => [id, physical]));
  const arns: Readonly<Record<string, (name: string) => string>> = {
    'AWS::DynamoDB::Table': (name) => `arn:aws:dynamodb:${HERE}:table/${name}`,
    'AWS::Lambda::Function': (name) => `arn:aws:lambda:${HERE}:function:${name}`,
    'AWS::IAM::Role': (name) => `arn:aws:iam::${PSEUDO['AWS::AccountId']}:role/${name}`,
    'AWS::SQS::Queue': (url) => `arn:aws:sqs:${HERE}:${url.split('/').at(-1)}`,
    // The service ends it in `:*`; moto does not.
    'AWS::Logs::LogGroup': (name) => `arn:aws:logs:${HERE}:log-group:${name}`,
    'AWS::StepFunctions::StateMachine': (arn) => arn,
  };
  return (id, { Type }, attribute) => {
    const name = names.get(id);
    if (name === undefined) return UNTOLD;
    if (attribute === undefined) return name;
    return attribute === 'Arn' ? (arns[Type]?.(name) ?? UNTOLD) : UNTOLD;
  };
}

function differences(place: string, expected: unknown, shown: unknown): readonly string[] {
  if (typeof expected === 'string' && expected.includes(UNTOLD)) return [];
  if (typeof expected !== 'object' || expected === null)
    return String(expected) === String(shown)
      ? []
      : [`${place}: ${JSON.stringify(expected)} in the template, ${JSON.stringify(shown)} made`];
  const other = typeof shown === 'object' && shown !== null ? shown : {};
  // What the service adds of its own is no difference; a list has as many entries on both sides.
  const names = Array.isArray(expected)
    ? new Set([...Object.keys(expected), ...Object.keys(other)])
    : Object.keys(expected);
  return [...names].flatMap((name) =>
    differences(
      `${place}.${name}`,
      (expected as Readonly<Record<string, unknown>>)[name],
      (other as Readonly<Record<string, unknown>>)[name],
    ),
  );
}
