import { LANGUAGES, type LanguageTag } from '../notify/catalogue.ts';
import { nearest } from '../plan/nearest.ts';
import { UsageError } from './errors.ts';

const TAGS = Object.keys(LANGUAGES);
const isTag = (text: string): text is LanguageTag => Object.hasOwn(LANGUAGES, text);

/**
 * The language to speak: the option, else OFFPEAK_LANGUAGE, else the locale (LC_ALL, LC_MESSAGES, LANG), else English.
 * A locale that we do not speak is English; an option or OFFPEAK_LANGUAGE that we do not speak throws UsageError.
 */
export function chooseLanguage(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): LanguageTag {
  if (option !== undefined) return spoken(option, '--language');
  const chosen = environment.OFFPEAK_LANGUAGE;
  if (chosen !== undefined && chosen !== '') return spoken(chosen, 'OFFPEAK_LANGUAGE');
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^zh([_.@-]|$)/i.test(locale) ? 'zh-CN' : 'en';
}

function spoken(tag: string, from: string): LanguageTag {
  if (isTag(tag)) return tag;
  const meant = /^zh/i.test(tag) ? 'zh-CN' : nearest(tag, TAGS);
  const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new UsageError(`${from} must be ${TAGS.join(' or ')}, not "${tag}".${question}`);
}
