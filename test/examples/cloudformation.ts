import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionTag, parse, type ScalarTag } from 'yaml';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/**
 * A template of `examples/` as data: `!Ref x` is `{ Ref: x }`, `!GetAtt x` is `{ GetAtt: x }`, `!Sub x` its text, and a
 * condition (`!If`, `!Not`, `!Equals`) the list that it is given.
 */
export function templateOf(example: string) {
  const text = readFileSync(join(EXAMPLES, example, 'template.yaml'), 'utf8');
  const reference = (tag: string): ScalarTag => ({
    tag: `!${tag}`,
    resolve: (value) => ({ [tag]: value }),
  });
  const condition = (tag: string): CollectionTag => ({ tag: `!${tag}`, collection: 'seq' });
  const customTags = [
    ...['Ref', 'GetAtt'].map(reference),
    ...['If', 'Not', 'Equals'].map(condition),
    { tag: '!Sub', resolve: (value: string) => value },
  ];
  const template: {
    readonly Resources: Readonly<Record<string, { readonly Properties: Record<string, unknown> }>>;
  } = parse(text, { customTags });
  return template;
}

/** An input as it reaches the machine: parameters filled in by CloudFormation, `<…>` by whoever triggers. */
export function filled(text: unknown, values: Readonly<Record<string, string>>): unknown {
  return JSON.parse(
    String(text)
      .replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? name)
      .replace(/<([\w.-]+)>/g, (_, name: string) => values[name] ?? name),
  );
}
