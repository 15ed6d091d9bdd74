import * as z from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

export const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }))
    .default({}),
});

export type Template = z.infer<typeof templateSchema>;
export type Resource = Template['Resources'][string];

/** What the service would answer for a resource: its `Ref`, or one of its attributes. */
export type Physical = (logicalId: string, resource: Resource, attribute: string | undefined) => string;

/**
 * Fills in a value of a template as CloudFormation would. Throws for what it does not know: a value that is half filled in
 * would be tested instead of the deployed one.
 */
export function resolved(
  value: unknown,
  template: Template,
  all: readonly Template[],
  physical: Physical,
): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, template, all, physical));
  if (typeof value !== 'object' || value === null) return value;
  const again = (inner: unknown, of: Template = template) => resolved(inner, of, all, physical);
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && name === 'Ref') return physicalOf(String(argument), undefined, template, physical);
  if (more.length === 0 && name === 'Fn::GetAtt') {
    const [id, attribute] = z.tuple([z.string(), z.string()]).parse(argument);
    return physicalOf(id, attribute, template, physical);
  }
  if (more.length === 0 && name === 'Fn::ImportValue') {
    const { from, output } = exported(String(again(argument)), all);
    return again(output, from);
  }
  if (more.length === 0 && name === 'Fn::Join') {
    const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
    return parts.map((part) => String(again(part))).join(separator);
  }
  if (more.length === 0 && name === 'Fn::Split') {
    const [separator, text] = z.tuple([z.string(), z.unknown()]).parse(argument);
    return String(again(text)).split(separator);
  }
  if (more.length === 0 && name === 'Fn::Select') {
    const [index, list] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument);
    return z.array(z.unknown()).parse(again(list))[index];
  }
  if (name.startsWith('Fn::')) throw new Error(`${name} is not filled in here`);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, again(inner)]));
}

/** Where the platform says that everything is. */
export const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
};

function physicalOf(
  id: string,
  attribute: string | undefined,
  template: Template,
  physical: Physical,
): string {
  const pseudo = PSEUDO[id];
  if (pseudo !== undefined) return pseudo;
  const resource = template.Resources[id];
  if (resource === undefined) throw new Error(`the template has no resource ${id}`);
  return physical(id, resource, attribute);
}

function exported(name: string, all: readonly Template[]): { from: Template; output: unknown } {
  for (const from of all) {
    const output = Object.values(from.Outputs).find(({ Export }) => Export?.Name === name);
    if (output !== undefined) return { from, output: output.Value };
  }
  throw new Error(`no stack exports ${name}`);
}
