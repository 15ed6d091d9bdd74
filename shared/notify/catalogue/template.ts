/**
 * A sentence with places for data:
 *
 * - `{field}` is the field's text;
 * - `{field|one thing|# things}` is the first form when the field is 1, else the second, where `#` is the field's text;
 * - `[…{field}…]` is left out unless every field in it is there.
 */
export type Template = string;

/** What a template needs of one field; `undefined` when the data do not have it. */
export type Lookup = (field: string) => string | undefined;

const OPTIONAL_PART = /\[([^\]]*)\]/g;
const PLACE = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g;

/** Fills a template; a field that is missing outside an optional part becomes `unknown`. */
export function fill(template: Template, lookup: Lookup, unknown: string): string {
  const chosen = template.replace(OPTIONAL_PART, (_, part: string) =>
    fieldsOf(part).every((field) => lookup(field) !== undefined) ? part : '',
  );
  return chosen.replace(PLACE, (_, field: string, one?: string, many?: string) => {
    const text = lookup(field) ?? unknown;
    if (one === undefined || many === undefined) return text;
    return text === '1' ? one : many.replace('#', () => text);
  });
}

/** The fields that a template names, each once, in order. */
export const fieldsOf = (template: Template): readonly string[] => [
  ...new Set([...template.matchAll(PLACE)].flatMap(([, field]) => field ?? [])),
];

/** The fields that a template names outside its optional parts. */
export const neededFieldsOf = (template: Template): readonly string[] =>
  fieldsOf(template.replace(OPTIONAL_PART, ''));
