import { Temporal } from 'temporal-polyfill';
import type { Instant } from './clock.ts';

/** Which of two instants is meant when clocks are set back and a wall-clock time passes twice. */
export type Pass = 'first' | 'last';

/**
 * The instant at which the clocks of `zone` show `time` (`HH:MM`) on `day`.
 *
 * In a fold the pass decides between the two. A time that a gap removes moves to the gap's end, for either pass:
 * `02:30` in a gap from 02:00 to 03:00 is 03:00, not 03:30 as Temporal's `compatible` would have it.
 * Throws RangeError for a time that is not one, or a zone that the tz database does not know.
 */
export function instantAt(day: Temporal.PlainDate, time: string, zone: string, pass: Pass): Instant {
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(time));
  const found = wall.toZonedDateTime(zone, { disambiguation: pass === 'first' ? 'earlier' : 'later' });
  if (found.toPlainDateTime().equals(wall)) return found.epochMilliseconds;
  return endOfGap(wall, zone);
}

/** In a gap, `earlier` lands before it, so that the next transition is the gap itself. */
function endOfGap(wall: Temporal.PlainDateTime, zone: string): Instant {
  const before = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const transition = before.getTimeZoneTransition('next');
  if (transition === null) throw new RangeError(`${zone} skips ${wall} without a transition after it.`);
  return transition.epochMilliseconds;
}

/** The calendar day that the clocks of `zone` show at `instant`. Throws RangeError for an unknown zone. */
export function dayAt(instant: Instant, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
}

/** Every calendar day from `first` to `last`, both included. */
export function* daysThrough(
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Generator<Temporal.PlainDate> {
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) yield day;
}
