import * as z from 'zod';
import type { Milliseconds } from '../time/clock.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../time/clock.ts';

const UNITS: Readonly<Record<string, Milliseconds>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };

const DURATION = /^\d+(ms|s|m|h|d)$/;

const missingOr =
  (sentence: string) =>
  ({ input }: { readonly input?: unknown }) =>
    input === undefined ? 'is missing' : sentence;

/** A length of time as people write it (`500ms`, `12s`, `15m`, `24h`, `1d`) or a whole number of milliseconds; read as milliseconds. */
export const duration = z
  .custom<string | number>(isDuration, {
    error: missingOr('must be a duration such as 500ms, 12s, 15m or 24h'),
  })
  .transform((value): Milliseconds => {
    if (typeof value === 'number') return value;
    const unit = value.replace(/^\d+/, '');
    return Number.parseInt(value, 10) * (UNITS[unit] ?? SECOND);
  });

/** An instant with its offset (`2026-11-24T02:00:00+08:00`) or epoch milliseconds; read as epoch milliseconds. */
export const instant = z
  .custom<string | number>(isInstant, {
    error: missingOr('must be an instant with an offset, such as 2026-11-24T02:00:00+08:00'),
  })
  .transform((value) => (typeof value === 'number' ? value : Date.parse(value)));

function isDuration(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  return typeof value === 'string' && DURATION.test(value);
}

function isInstant(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return z.iso.datetime({ offset: true }).safeParse(value).success;
}
