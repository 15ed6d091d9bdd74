import * as z from 'zod';

/**
 * The sentence of a value that is not what it must be, without its subject: "must be a time of day, not 25".
 *
 * @example z.string(must('a time of day, HH:MM')).regex(TIME, must('a time of day, HH:MM'))
 */
export function must(be: string): { error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) =>
      input === undefined ? `is missing: it must be ${be}` : `must be ${be}, not ${shown(input)}`,
  };
}

/** As `must`, for a value that no message may repeat. */
export function mustSecretly(be: string): { error: () => string } {
  return { error: () => `must be ${be}` };
}

/** A text of one form that stands for a value; `words` are what a near miss is compared with. */
export function written<T>(
  be: string,
  parse: (text: string) => T | undefined,
  hint: { readonly form?: RegExp; readonly words?: () => readonly string[] } = {},
) {
  const text = hint.form ? z.string(must(be)).regex(hint.form, must(be)) : z.string(must(be));
  return text.transform((input, context) => {
    const value = parse(input);
    if (value !== undefined) return value;
    const message = must(be).error({ input });
    context.addIssue({ code: 'custom', message, input, params: { words: hint.words?.() ?? [] } });
    return z.NEVER;
  });
}

const LONGEST_SHOWN = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'empty';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
