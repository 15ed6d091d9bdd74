import {
  type Decision,
  type GateName,
  type Outcome,
  REASONS,
  type Reason,
  type Verdict,
} from '../switchover/codes.ts';
import {
  DECISION_FIELDS,
  FIELDS,
  type Field,
  type FieldKind,
  TOPOLOGY_PROBLEMS,
} from '../switchover/decisions.ts';
import { en } from './catalogue/en.ts';
import type { Language } from './catalogue/language.ts';
import { fill } from './catalogue/template.ts';
import { durationIn, listIn, wallClockOf } from './catalogue/words.ts';
import { zhCN } from './catalogue/zh-CN.ts';

/** The languages that every sentence exists in. */
export const LANGUAGES = { en, 'zh-CN': zhCN } as const satisfies Record<string, Language>;
export type LanguageTag = keyof typeof LANGUAGES;

/** For whom a sentence is rendered: the language, and the IANA zone in which instants are shown. */
export interface Reader {
  readonly language: LanguageTag;
  readonly zone: string;
}

/**
 * The one sentence of a decision: the same in the record, the log, the API, the CLI and the message.
 * Total over data of any shape: what is missing or misshapen reads as unknown. Throws RangeError for an unknown zone.
 *
 * @example render(decide('BEFORE_OPEN', { opensAt, waitMilliseconds }), { language: 'en', zone: 'Asia/Shanghai' })
 * // The window opens Tue 2026-11-24 02:00 Asia/Shanghai, in 3 h 12 min.
 */
export function render({ code, data }: Decision, { language, zone }: Reader): string {
  const words: Language = LANGUAGES[language];
  const fields: Readonly<Record<string, Field>> = DECISION_FIELDS[code];
  const lookup = (name: string): string | undefined => {
    const field = fields[name];
    const value = data[name];
    return field === undefined || value === undefined
      ? undefined
      : TEXT[FIELDS[field].kind](value, words, zone);
  };
  return fill(words.sentences[code], lookup, words.unknown);
}

/** The line with which a run closes: outcome, reason and the decision's sentence. */
export function renderOutcome(outcome: Outcome, reason: Reason, decision: Decision, reader: Reader): string {
  const words: Language = LANGUAGES[reader.language];
  return words.closing(words.outcomes[outcome], words.reasons[reason], render(decision, reader));
}

/** A gate's verdict in three texts: its name, its answer and its sentence. */
export function renderVerdict(
  { gate, answer, decision }: Verdict,
  reader: Reader,
): { readonly gate: string; readonly answer: string; readonly sentence: string } {
  const words: Language = LANGUAGES[reader.language];
  return {
    gate: gateName(gate, reader.language),
    answer: words.answers[answer],
    sentence: render(decision, reader),
  };
}

/** What a gate is called. */
export const gateName = (gate: GateName, language: LanguageTag): string => LANGUAGES[language].gates[gate];

type Data = Decision['data'][string];
type ToText = (value: Data, words: Language, zone: string) => string | undefined;

const isNumber = (value: Data): value is number => Number.isFinite(value);

const TEXT: Readonly<Record<FieldKind, ToText>> = {
  text: (value) => (typeof value === 'string' ? plain(value) : undefined),
  texts: (value, words) => (Array.isArray(value) ? listOf(value, words) : undefined),
  count: (value) => (isNumber(value) ? String(value) : undefined),
  instant: (value, words, zone) => {
    const at = isNumber(value) ? wallClockOf(value, zone) : undefined;
    return at && words.wallClock(at);
  },
  duration: (value, words) => (isNumber(value) ? durationIn(words, value) : undefined),
  reason: (value, words) => among(REASONS, words.reasons, value),
  problem: (value, words) => among(TOPOLOGY_PROBLEMS, words.problems, value),
};

function among<Name extends string>(
  names: readonly Name[],
  words: Readonly<Record<Name, string>>,
  value: Data,
): string | undefined {
  const name = names.find((one) => one === value);
  return name && words[name];
}

/** One line: text that people or the vendor wrote may hold line breaks, control and direction marks. */
const plain = (text: string): string | undefined =>
  text.replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim() || undefined;

function listOf(names: readonly string[], words: Language): string | undefined {
  const shown = names.flatMap((name) => plain(name) ?? []);
  return shown.length === 0 ? undefined : listIn(words, shown);
}
