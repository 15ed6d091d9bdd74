import * as z from 'zod';
import { nearest } from '../plan/nearest.ts';

/** One thing that is wrong with a request: where, in a sentence, and the valid word that was probably meant. */
export const faultSchema = z
  .object({
    path: z.string().meta({
      description: 'Where: `body/target/zone`, `query/limit`, `header/Idempotency-Key`, `path/scope`.',
      examples: ['body/target/zone'],
    }),
    sentence: z.string(),
    nearest: z.string().optional().meta({ description: 'The valid word that was probably meant.' }),
  })
  .meta({ id: 'Fault' });
export type Fault = z.infer<typeof faultSchema>;

/** The part of a request that a fault lies in. */
export type Place = 'body' | 'query' | 'header' | 'path';

/** More faults than a person reads; a body of them must not make a larger answer. */
export const MOST_FAULTS = 100;

export type Checked<T> =
  | { readonly value: T; readonly faults?: never }
  | { readonly faults: readonly Fault[]; readonly value?: never };

/** For a schema's `error`: what the value must be, or that it is missing. Unknown fields are told by `check`. */
export const must = (what: string) => ({
  error(issue: { readonly code: string; readonly input?: unknown }): string | undefined {
    if (issue.code === 'unrecognized_keys') return undefined;
    return issue.input === undefined ? 'is missing' : `must be ${what}`;
  },
});

/** Reads a part of a request by its schema. An unknown field is a fault at that field. All faults at once. */
export function check<S extends z.ZodType>(place: Place, schema: S, input: unknown): Checked<z.output<S>> {
  const fields = new Map<string, Set<string>>();
  const parsed = schema.safeParse(input, {
    reportInput: true,
    error(issue) {
      if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
        for (const key of issue.keys) {
          fields.set(key, new Set([...(fields.get(key) ?? []), ...Object.keys(issue.inst.shape)]));
        }
      }
      return undefined;
    },
  });
  if (parsed.success) return { value: parsed.data };
  const known: Known = (key) => fields.get(key) ?? [];
  return {
    faults: parsed.error.issues.flatMap((issue) => faultsOf(place, issue, known)).slice(0, MOST_FAULTS),
  };
}

/** The valid fields beside an unknown one. */
type Known = (key: string) => Iterable<string>;
type Issue = z.core.$ZodIssue;

function faultsOf(place: Place, issue: Issue, known: Known): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathOf(place, [...issue.path, key]),
      sentence: `${quoted(key)} is not a field here.`,
      ...nearestTo(key, known(key)),
    }));
  }
  const branch = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (branch !== undefined) {
    return branch.flatMap((inner) =>
      faultsOf(place, { ...inner, path: [...issue.path, ...inner.path] }, known),
    );
  }
  return [
    {
      path: pathOf(place, issue.path),
      sentence: `${nameOf(place, issue.path)} ${issue.message}.`,
      ...(typeof issue.input === 'string' && nearestTo(issue.input, wordsOf(issue))),
    },
  ];
}

/** What stands at a path, as a sentence begins with it. */
function nameOf(place: Place, path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return `The ${place}`;
  return typeof last === 'number'
    ? `Entry ${last} of ${nameOf(place, path.slice(0, -1))}`
    : quoted(String(last));
}

/** Of a union, the branch that was meant: the one whose fields are there. `undefined` where the value fits none at all. */
function meantBranch(errors: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return errors
    .filter((issues) => !issues.some((issue) => issue.path.length === 0 && !isUnknownField(issue)))
    .toSorted((one, other) => count(one, isMisnamed) - count(other, isMisnamed))[0];
}

const isUnknownField = (issue: Issue): boolean => issue.code === 'unrecognized_keys';
const isMisnamed = (issue: Issue): boolean => isUnknownField(issue) || issue.input === undefined;
const count = (issues: readonly Issue[], what: (issue: Issue) => boolean): number =>
  issues.filter(what).length;

/** The words that would have been valid in this place. */
function wordsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(wordsOf);
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
}

/** Longer ones are no slip of the keyboard, and measuring them would take time. */
const LONGEST_WORD = 64;

function nearestTo(word: string, words: Iterable<string>): { nearest?: string } {
  const found = word.length > LONGEST_WORD ? undefined : nearest(word, words);
  return found === undefined ? {} : { nearest: found };
}

/** A JSON Pointer (RFC 6901) behind the name of its place. */
export const pathOf = (place: Place, path: readonly PropertyKey[]): string =>
  [place, ...path.map((part) => shown(String(part)).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');

const quoted = (name: string): string => JSON.stringify(shown(name));

/** What a caller wrote, as much of it as is told back. */
const shown = (text: string): string => text.slice(0, LONGEST_WORD).toWellFormed();
