import type { Instant } from './clock.ts';
import { dayAt, instantAt } from './wall-clock.ts';

/**
 * The last instant, `now` included, at which the clocks of `zone` (IANA) showed `time` (`HH:MM`). In a fold the first pass
 * counts; a time that a gap removes is the gap's end. Throws RangeError for an unknown zone.
 */
export function lastTimeOfDay(time: string, zone: string, now: Instant): Instant {
  const today = dayAt(now, zone);
  const todays = instantAt(today, time, zone, 'first');
  return todays <= now ? todays : instantAt(today.subtract({ days: 1 }), time, zone, 'first');
}

/** The first instant after `now` at which they will. */
export function nextTimeOfDay(time: string, zone: string, now: Instant): Instant {
  const today = dayAt(now, zone);
  const todays = instantAt(today, time, zone, 'first');
  return todays > now ? todays : instantAt(today.add({ days: 1 }), time, zone, 'first');
}
