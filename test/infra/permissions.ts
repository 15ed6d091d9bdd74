import * as z from 'zod';
import type { Synthesised } from './synthesise.ts';

const oneOrMany = <Value extends z.ZodType>(value: Value) =>
  z.union([z.array(value), value.transform((one) => [one])]);

const policySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.enum(['Allow', 'Deny']),
        Action: oneOrMany(z.string()),
        Resource: oneOrMany(z.unknown()),
        Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
      }),
    ),
  }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** One statement of a policy, and the logical id of the role that has it. */
export interface Permission {
  readonly role: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Each as JSON: a reference stays a reference. */
  readonly resources: readonly string[];
  /** The partitions of the table that it is limited to; `undefined` where it is not. */
  readonly partitions: readonly string[] | undefined;
}

/** Every statement of every policy of the stack. */
export function permissionsOf(stack: Synthesised): readonly Permission[] {
  return stack.ofType('AWS::IAM::Policy').flatMap(([, policy]) => {
    const { PolicyDocument, Roles } = policySchema.parse(policy.Properties);
    return Roles.flatMap(({ Ref: role }) =>
      PolicyDocument.Statement.map(({ Effect, Action, Resource, Condition }) => ({
        role,
        effect: Effect,
        actions: Action,
        resources: Resource.map((resource) => JSON.stringify(resource)),
        partitions: partitionsIn(Condition),
      })),
    );
  });
}

function partitionsIn(condition: Record<string, Record<string, unknown>> | undefined) {
  const keys = condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  return keys === undefined ? undefined : oneOrMany(z.string()).parse(keys);
}

/** The roles that may do this, each by its logical id without the hash that the CDK ends it with. */
export function rolesThatMay(stack: Synthesised, action: string): readonly string[] {
  const roles = permissionsOf(stack)
    .filter(
      ({ effect, actions }) => effect === 'Allow' && actions.some((allowed) => matches(allowed, action)),
    )
    .map(({ role }) => role.slice(0, -8));
  return [...new Set(roles)].sort();
}

function matches(allowed: string, action: string): boolean {
  const pattern = allowed.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`, 'i').test(action);
}
