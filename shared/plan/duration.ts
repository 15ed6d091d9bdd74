import { DAY, HOUR, MINUTE, type Milliseconds, SECOND } from '../time/clock.ts';

const UNITS: Readonly<Record<string, Milliseconds>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** How a plan writes a duration: a whole number and s, m, h or d. */
export const DURATION_FORM = /^(\d{1,6})([smhd])$/;

/** The length of `30s`, `10m`, `20h` or `400d`; a day is 24 h. Undefined for any other text. */
export function parseDuration(text: string): Milliseconds | undefined {
  const [, amount, unit = ''] = DURATION_FORM.exec(text) ?? [];
  const length = UNITS[unit];
  return amount === undefined || length === undefined ? undefined : Number(amount) * length;
}

/** The shortest text that `parseDuration` reads back as this length, which must be whole seconds. */
export function formatDuration(length: Milliseconds): string {
  for (const unit of ['d', 'h', 'm']) {
    const size = UNITS[unit];
    if (size !== undefined && length > 0 && length % size === 0) return `${length / size}${unit}`;
  }
  return `${Math.round(length / SECOND)}s`;
}
