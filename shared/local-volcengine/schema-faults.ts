import * as z from 'zod';
import { nearest as nearestWord } from '../plan/nearest.ts';

/** One thing wrong with a document: where, and in a sentence. */
export interface DocumentFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The document as the schema reads it, or everything that is wrong with it, each fault with the nearest valid word. */
export type Read<T> =
  | { readonly data: T; readonly faults?: never }
  | { readonly faults: readonly DocumentFault[]; readonly data?: never };

/** Reads a document by a schema. An unknown key is a fault at that key. */
export function readBy<S extends z.ZodType>(schema: S, document: unknown): Read<z.output<S>> {
  const validKeys = new Map<string, readonly string[]>();
  const parsed = schema.safeParse(document, {
    error(issue) {
      if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
        validKeys.set(issue.keys.join(), Object.keys(issue.inst.shape));
      }
      return sentence(issue);
    },
  });
  if (parsed.success) return { data: parsed.data };
  return {
    faults: parsed.error.issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
      const valid = validKeys.get(issue.keys.join()) ?? [];
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        message: unknownWord('key', key, valid),
      }));
    }),
  };
}

function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_value') return unknownWord('value', issue.input, issue.values.map(String));
  if (issue.code === 'invalid_union' && Array.isArray(issue.options)) {
    const { discriminator } = issue;
    const named = z.object({ [String(discriminator)]: z.unknown() }).safeParse(issue.input).data ?? {};
    const options = issue.options.map(String);
    const word = named[String(discriminator)];
    return word === undefined
      ? `needs ${discriminator}: one of ${options.join(', ')}`
      : unknownWord('value', word, options);
  }
  return undefined;
}

function unknownWord(kind: 'key' | 'value', word: unknown, valid: readonly string[]): string {
  const nearest = nearestWord(String(word), valid);
  const advice = nearest === undefined ? `valid are ${valid.join(', ')}` : `did you mean ${nearest}?`;
  return `unknown ${kind} ${JSON.stringify(word)}; ${advice}`;
}
