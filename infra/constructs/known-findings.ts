import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges what cdk-nag says of one resource with a star in the policies of `holder`, and nothing else it may say there.
 *
 * A finding is named after the resource as cdk-nag writes it: `<LogicalId>` for a reference (cdk-nag 3, flattenCfnReference).
 */
export function acknowledgeStar(holder: IConstruct, resource: string, reason: string): void {
  const named = flat(Stack.of(holder).resolve(resource));
  Validations.of(holder).acknowledge({ id: `AwsSolutions-IAM5[Resource::${named}]`, reason });
}

function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = Object(value);
  if (Ref !== undefined) return `<${Ref}>`;
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  return JSON.stringify(value);
}
