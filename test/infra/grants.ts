import * as z from 'zod';
import { nameOf, withoutHash } from './names.ts';
import type { Resource, Synthesised } from './synthesise.ts';

/** Somebody may (or may not) do one thing to one resource. A statement of three actions on two resources is six of these. */
export interface Grant {
  /** A role by its logical id, a policy that nobody has yet, a service, or whoever else is named. */
  readonly holder: string;
  readonly effect: 'Allow' | 'Deny';
  readonly action: string;
  readonly resource: string;
  /** The partition of the records that it is limited to. */
  readonly partition: string | undefined;
  /** Every other condition, as text. */
  readonly when: string;
}

const oneOrMany = <Value extends z.ZodType>(value: Value) =>
  z.union([z.array(value), value.transform((one) => [one])]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMany(z.unknown()))]).optional(),
  // A statement without actions allows nothing; CloudFormation would refuse it.
  Action: oneOrMany(z.string()).default([]),
  Resource: oneOrMany(z.unknown()).optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
type Statement = z.infer<typeof statementSchema>;

const documentSchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(statementSchema),
});

/** Everything that the templates allow or deny anybody: policies of roles, trust, policies of resources. */
export function grantsOf(stack: Synthesised): readonly Grant[] {
  return Object.entries(stack.resources).flatMap(([id, resource]) => {
    const known = KNOWN.get(resource) ?? grantsBy(id, resource);
    KNOWN.set(resource, known);
    return known;
  });
}

/** What was read once: a thousand templates that differ in one resource share the others. */
const KNOWN = new WeakMap<Resource, readonly Grant[]>();

function grantsBy(id: string, resource: Resource): readonly Grant[] {
  return [
    ...documentsIn(resource).flatMap(({ Statement }) =>
      Statement.flatMap((statement) => grantsIn(statement, withoutHash(id), resource)),
    ),
    ...(resource.Type === 'AWS::Lambda::Permission' ? [permissionOf(resource)] : []),
  ];
}

/** `holder may action resource`, with what limits it. */
export const lineOf = ({ holder, effect, ...what }: Grant): string =>
  `${holder} ${effect === 'Allow' ? 'may' : 'must not'} ${deedOf(what)}`;

export function deedOf({ action, resource, partition, when }: Omit<Grant, 'holder' | 'effect'>): string {
  return `${action} ${resource}${partition === undefined ? '' : ` in ${partition}`}${when === '' ? '' : ` if ${when}`}`;
}

function documentsIn({ Properties = {} }: Resource): readonly z.infer<typeof documentSchema>[] {
  return Object.values(Properties)
    .filter((value) => typeof value === 'object' && value !== null && 'Statement' in value)
    .map((document) => documentSchema.parse(document));
}

function grantsIn(statement: Statement, id: string, resource: Resource): readonly Grant[] {
  const {
    Effect: effect,
    Action,
    Resource: named = resource.Type === 'AWS::KMS::Key' ? ['nothing'] : [id],
    Condition = {},
  } = statement;
  const { partitions, when } = limitsIn(Condition);
  return holdersOf(statement, id, resource).flatMap((holder) =>
    Action.flatMap((action) =>
      // In a key's own policy, every resource is the key.
      (resource.Type === 'AWS::KMS::Key' && statement.Resource?.[0] === '*'
        ? [id]
        : named.map(nameOf)
      ).flatMap((on) =>
        partitions.map((partition) => ({ holder, effect, action, resource: on, partition, when })),
      ),
    ),
  );
}

function holdersOf({ Principal }: Statement, id: string, { Properties }: Resource): readonly string[] {
  if (Principal === '*') return ['anybody'];
  if (Principal !== undefined) {
    return Object.values(Principal)
      .flat()
      .map((one) => (one === '*' ? 'anybody' : nameOf(one)));
  }
  const { Roles = [], Users = [], Groups = [] } = holdersSchema.parse(Properties);
  const holders = [...Roles, ...Users, ...Groups].map(nameOf);
  return holders.length === 0 ? [id] : holders;
}

const names = z.array(z.unknown()).optional();
const holdersSchema = z.object({ Roles: names, Users: names, Groups: names });

/** A permission that a function gives by itself. */
function permissionOf({ Properties }: Resource): Grant {
  const { Action, FunctionName, Principal, SourceArn, SourceAccount } = permissionSchema.parse(Properties);
  const from = [SourceArn, SourceAccount].filter((source) => source !== undefined).map(nameOf);
  return {
    holder: Principal,
    effect: 'Allow',
    action: Action,
    resource: nameOf(FunctionName),
    partition: undefined,
    when: from.length === 0 ? '' : `for ${from.join(' of ')}`,
  };
}

const permissionSchema = z.strictObject({
  Action: z.string(),
  FunctionName: z.unknown(),
  Principal: z.string(),
  SourceArn: z.unknown().optional(),
  SourceAccount: z.unknown().optional(),
});

type Conditions = NonNullable<Statement['Condition']>;

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** The partitions that a statement is limited to, and its other conditions. */
function limitsIn(conditions: Conditions): { partitions: readonly (string | undefined)[]; when: string } {
  const keys = conditions['ForAllValues:StringLike']?.[LEADING_KEYS];
  // Without this second condition, a request that names no key would satisfy the first.
  const guarded = conditions.Null?.[LEADING_KEYS] === 'false';
  const limited = keys !== undefined && guarded;
  const others = Object.entries(conditions).flatMap(([operator, tests]) =>
    Object.entries(tests)
      .filter(([key]) => !(limited && key === LEADING_KEYS))
      .map(([key, value]) => `${key} ${operator} ${nameOf(value)}`),
  );
  return {
    partitions: limited ? oneOrMany(z.string()).parse(keys) : [undefined],
    when: others.sort().join(' and '),
  };
}
