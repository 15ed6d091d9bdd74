import * as z from 'zod';
import { type LanguageTag, render } from '../notify/catalogue.ts';
import type { Decision } from '../switchover/codes.ts';

/** One sentence in every language of the catalogue. */
export const sentencesSchema = z
  .object({ en: z.string(), 'zh-CN': z.string() })
  .meta({ id: 'Sentences', description: 'The same sentence in every language.' });
export type Sentences = z.infer<typeof sentencesSchema>;

/** A decision on the wire: its code and data as the record has them, and its sentence. */
export const decisionSchema = z
  .object({
    code: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).meta({
      description: 'Fields ending in `At` are epoch milliseconds, those ending in `Milliseconds` lengths.',
    }),
    sentences: sentencesSchema,
  })
  .meta({ id: 'Decision', description: 'Why: a code with data, and the sentence it renders to.' });
export type DecisionView = z.infer<typeof decisionSchema>;

/** Says something in every language, with instants as walls in `zone` show them. */
export const inEveryLanguage = (say: (language: LanguageTag) => string): Sentences => ({
  en: say('en'),
  'zh-CN': say('zh-CN'),
});

/** The view of a decision. Throws RangeError for an unknown zone. */
export function viewDecision(decision: Decision, zone: string): DecisionView {
  const data = Object.entries(decision.data).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, typeof value === 'object' ? [...value] : value] as const];
  });
  return {
    code: decision.code,
    data: Object.fromEntries(data),
    sentences: inEveryLanguage((language) => render(decision, { language, zone })),
  };
}
