import type { z } from 'zod';
import type { Finding, Path } from './faults.ts';
import { nearest } from './nearest.ts';
import { planForm } from './schema.ts';
import { keysAt } from './schema-keys.ts';

type Issue = z.core.$ZodIssue;

/** Every value of a plan that does not have the form of `planForm`, and every key that it does not know. */
export function shapeFaults(raw: unknown): readonly Finding[] {
  const read = planForm.safeParse(raw);
  if (read.success) return [];
  return read.error.issues.flatMap((issue, index) => findingsOf(issue, raw, index < MOST_SUGGESTIONS));
}

/** Whoever has more faults than this mends the first ones first; measuring every word against 600 zones takes long. */
const MOST_SUGGESTIONS = 100;

function findingsOf(issue: Issue, raw: unknown, suggest: boolean): readonly Finding[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(path, key));
  }
  if (issue.code === 'invalid_key') {
    const [reason] = issue.issues;
    return [{ path, inKey: true, sentence: `${path.at(-1)} ${reason?.message ?? issue.message}.` }];
  }
  const word = suggest ? nearestOf(issue, valueAt(raw, path)) : undefined;
  return [
    {
      path,
      sentence: `${subjectOf(path)} ${issue.message}.`,
      ...(word === undefined ? {} : { nearest: word }),
    },
  ];
}

function unknownKey(path: Path, key: string): Finding {
  const words = keysAt(planForm, path);
  const meant = nearest(key, words);
  const sentence = `${key} is not a key here: the keys are ${words.join(', ')}.`;
  return { path: [...path, key], inKey: true, sentence, ...(meant === undefined ? {} : { nearest: meant }) };
}

function subjectOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The plan';
  return typeof last === 'number' ? `${path.at(-2)}[${last}]` : last;
}

function nearestOf(issue: Issue, value: unknown): string | undefined {
  return typeof value === 'string' ? nearest(value, wordsOf(issue)) : undefined;
}

/** The words that would have been valid, where a closed list of them exists. */
function wordsOf(issue: Issue): readonly string[] {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String);
    case 'invalid_union':
      return issue.errors.flat().flatMap((inner) => (inner.path.length === 0 ? wordsOf(inner) : []));
    case 'custom': {
      const words: unknown = issue.params?.words;
      return Array.isArray(words) ? words.map(String) : [];
    }
    default:
      return [];
  }
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined;
  }, raw);
}
