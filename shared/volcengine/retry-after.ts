import type { Instant } from '../time/clock.ts';

/** Longer waits than an hour are cut to one: no opening is worth holding for a stray header. */
const LONGEST_SECONDS = 3_600;

const HTTP_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT)$/;
const ASCTIME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * The wait that a Retry-After header asks for, in whole seconds from 0 to 3,600; `undefined` for a header that says nothing usable.
 *
 * Takes whole seconds and the three date forms of RFC 9110 §5.6.7; a date in the past is 0. `-1`, fractions and words are ignored.
 */
export function retryAfterSeconds(
  header: string | readonly string[] | undefined,
  now: Instant,
): number | undefined {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim() ?? '';
  if (/^\d{1,20}$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS);
  const at = HTTP_DATE.test(text)
    ? Date.parse(text)
    : ASCTIME.test(text)
      ? Date.parse(`${text} GMT`)
      : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(Math.ceil((at - now) / 1_000), 0), LONGEST_SECONDS);
}
