import type { LanguageTag } from '../notify/catalogue.ts';

/**
 * The language to answer in, by `Accept-Language` (RFC 9110, 12.5.4): the tag with the highest weight that we speak; `zh`
 * in every form is 简体中文. English where none is.
 */
export function languageOf(acceptLanguage: string | undefined): LanguageTag {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map(weighted)
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    if (/^zh(-|$)/.test(tag)) return 'zh-CN';
    if (/^en(-|$)/.test(tag)) return 'en';
  }
  return 'en';
}

function weighted(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { tag, weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}
