import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../time/clock.ts';

/** Whether `text` is a calendar day that exists, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    unlessOutOfRange(() => Temporal.PlainDate.from(text, { overflow: 'reject' })) !== undefined
  );
}

/** The instant of an ISO date and time with `Z` or an offset. Undefined for any other text, or one that does not exist. */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  return unlessOutOfRange(() => Temporal.Instant.from(text))?.epochMilliseconds;
}

function unlessOutOfRange<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
