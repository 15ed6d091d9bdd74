import * as z from 'zod';
import { nearest } from '../shared/plan/nearest.ts';

type Read<Value> =
  | { readonly value: Value; readonly faults?: never }
  | { readonly faults: readonly string[]; readonly value?: never };

/** Reads settings by their schema: the value, or each fault as a sentence behind its path, with the word that was meant. */
export function settingFaults<S extends z.ZodType>(
  schema: S,
  root: string,
  settings: unknown,
): Read<z.output<S>> {
  const read = schema.safeParse(settings, { reportInput: true, error: sentenceOf });
  if (read.success) return { value: read.data };
  return {
    faults: read.error.issues.map(
      (issue) => `${[root, ...issue.path.map(String)].join('.')}: ${issue.message}${meant(issue)}`,
    ),
  };
}

/** What the schemas do not say by themselves. A message of a schema's own goes before. */
function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    return issue.keys.map((key) => `${JSON.stringify(key)} is no setting${orRather(key, known)}`).join(', ');
  }
  if (issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return `must be ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  return issue.code === 'too_big' ? `must be at most ${issue.maximum}` : undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a group of settings',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** The valid word that a wrong one was probably meant to be. */
function meant(issue: z.core.$ZodIssue): string {
  if (typeof issue.input !== 'string') return '';
  if (issue.code === 'invalid_value') return orRather(issue.input, issue.values.map(String));
  return issue.path.at(-1) === 'timezone' ? orRather(issue.input, Intl.supportedValuesOf('timeZone')) : '';
}

function orRather(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
