import { wallClockOf } from '../notify/catalogue/words.ts';
import { LANGUAGES, type LanguageTag } from '../notify/catalogue.ts';
import type { Instant } from '../time/clock.ts';
import { en } from './words/en.ts';
import type { Words } from './words/language.ts';
import { zhCN } from './words/zh-CN.ts';

export type { Words };

const WORDS: Readonly<Record<LanguageTag, Words>> = { en, 'zh-CN': zhCN };

/** For whom the command line writes: the language, and the zone in which instants are shown. */
export interface Reader {
  readonly language: LanguageTag;
  /** IANA. */
  readonly zone: string;
}

/** The labels of a language. Sentences about runs come with the run itself. */
export const wordsOf = ({ language }: Pick<Reader, 'language'>): Words => WORDS[language];

/** An instant on the wall of the reader's zone, with the zone's name. */
export function whenText(at: Instant | string, { language, zone }: Reader): string {
  const wall = wallClockOf(typeof at === 'string' ? Date.parse(at) : at, zone);
  return wall === undefined ? LANGUAGES[language].unknown : LANGUAGES[language].wallClock(wall);
}

/** The time of day alone, `HH:MM:SS`, for lines that follow each other. */
export function timeText(at: Instant | string, { zone }: Reader): string {
  const wall = wallClockOf(typeof at === 'string' ? Date.parse(at) : at, zone);
  if (wall === undefined) return '';
  return wall.time.length === 5 ? `${wall.time}:00` : wall.time;
}
