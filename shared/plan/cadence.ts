import { namesWeekday, WEEKDAYS } from '../time/weekdays.ts';
import { isDate, parseInstant } from './dates.ts';
import type { Cadence } from './plan.ts';

/** The forms of `every`, for the sentence that refuses another one. */
export const EVERY_FORMS = 'opening · tue or tue,thu · 1st|2nd|3rd|4th|last tue · 30 days';

/** The words that an `every` is made of. */
export const EVERY_WORDS: readonly string[] = ['opening', ...WEEKDAYS, '30 days'];

/** The forms of `once`, likewise. */
export const ONCE_FORMS =
  'a date such as 2026-11-13, or an instant with its offset such as 2026-11-13T02:10:00+08:00';

const NTH = { '1st': 1, '2nd': 2, '3rd': 3, '4th': 4, last: 'last' } as const;

const isNth = (text: string): text is keyof typeof NTH => Object.hasOwn(NTH, text);

/** The cadence of an `every`. Undefined where it is none of `EVERY_FORMS`. */
export function parseEvery(text: string): Cadence | undefined {
  if (text === 'opening') return { kind: 'every-opening' };
  const [, days] = /^([1-9]\d{0,3}) days?$/.exec(text) ?? [];
  if (days !== undefined) return { kind: 'days-since-proven', days: Number(days) };
  const [nth = '', day = '', ...more] = text.split(/ +/);
  if (isNth(nth) && namesWeekday(day) && more.length === 0)
    return { kind: 'nth-weekday', nth: NTH[nth], day };
  const names = text.split(',').map((name) => name.trim());
  if (!names.every(namesWeekday)) return undefined;
  return { kind: 'weekdays', days: WEEKDAYS.filter((weekday) => names.includes(weekday)) };
}

/** The cadence of a `once`. Undefined where it is none of `ONCE_FORMS`, or does not exist. */
export function parseOnce(text: string): Cadence | undefined {
  if (isDate(text)) return { kind: 'once', date: text };
  const instant = parseInstant(text);
  return instant === undefined ? undefined : { kind: 'once', instant };
}
