import { type Instant, MINUTE, type Milliseconds } from './clock.ts';
import { dayAt } from './wall-clock.ts';
import type { Opening } from './windows.ts';

/** Nothing new starts in the last part of it, as in any opening. */
const CUTOFF: Milliseconds = 10 * MINUTE;

/** An opening that belongs to no window: from `opensAt` on for `length`, on the calendar day that `zone` shows then. */
export const openingFrom = (opensAt: Instant, length: Milliseconds, zone: string): Opening => ({
  day: dayAt(opensAt, zone).toString(),
  opensAt,
  cutoffAt: Math.max(opensAt, opensAt + length - CUTOFF),
  closesAt: opensAt + length,
});
