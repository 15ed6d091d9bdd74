import type { ExpressionRules } from './expression-rules.ts';
import { type Bindings, type Expression, parseExpression } from './expressions.ts';
import type { Effects } from './functions.ts';
import { isObject } from './json.ts';

/** A JSON value in which any string may be a JSONata expression, parsed once. */
export type Template =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Template])[] };

/** Whether a string is a JSONata string: it starts with `{%` and ends with `%}`, with nothing around them. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');
}

/**
 * Parses a value of the definition. Faults go to `refuse` with the path of the field they are in (`Output/items[0]`);
 * a string with only one of the two delimiters is one, as it is for the service.
 */
export function parseTemplate(
  field: string,
  value: unknown,
  rules: ExpressionRules,
  refuse: (field: string, message: string) => void,
): Template {
  const parse = (at: string, part: unknown) => parseTemplate(at, part, rules, refuse);
  if (isExpression(value)) {
    const parsed = parseExpression(field, value.slice(2, -2).trim(), rules);
    if ('expression' in parsed) return { kind: 'expression', expression: parsed.expression };
    for (const message of parsed.refused) refuse(field, message);
  } else if (typeof value === 'string' && (value.startsWith('{%') || value.endsWith('%}'))) {
    refuse(field, "A JSONata string starts with '{%' and ends with '%}'.");
  } else if (Array.isArray(value)) {
    return { kind: 'array', items: value.map((item, index) => parse(`${field}[${index}]`, item)) };
  } else if (isObject(value)) {
    return {
      kind: 'object',
      fields: Object.entries(value).map(([name, part]) => [name, parse(`${field}/${name}`, part)] as const),
    };
  }
  return { kind: 'literal', value };
}

/** The value, with every expression replaced by its result. Throws the first `StateFault`, in the order of writing. */
export async function evaluateTemplate(
  template: Template,
  bindings: Bindings,
  effects: Effects,
): Promise<unknown> {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return template.expression.evaluate(bindings, effects);
    case 'array': {
      const items: unknown[] = [];
      for (const item of template.items) items.push(await evaluateTemplate(item, bindings, effects));
      return items;
    }
    case 'object': {
      const entries: [string, unknown][] = [];
      for (const [name, part] of template.fields) {
        entries.push([name, await evaluateTemplate(part, bindings, effects)]);
      }
      return Object.fromEntries(entries);
    }
  }
}
