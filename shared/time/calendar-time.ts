import type ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { SECOND } from './clock.ts';
import { instantAt, type Pass } from './wall-clock.ts';
import { isZone } from './zones.ts';

/** What a calendar says that cannot be turned into days. Its message is a clause without a subject: "repeats …". */
export class CalendarFault extends Error {
  override readonly name = 'CalendarFault';
}

/**
 * The calendar day in `zone` of a DATE or DATE-TIME.
 *
 * `tzid` is the property's own parameter. An IANA name is converted by the tz database, never by ical.js, because a
 * TZID without VTIMEZONE comes out of ical.js as floating; any other name needs its VTIMEZONE. Floating times are
 * wall-clock in `zone`. With `exclusive` the day just before the time is meant. Throws CalendarFault for a TZID that
 * nobody can resolve.
 */
export function calendarDay(
  time: ICAL.Time,
  tzid: string | undefined,
  zone: string,
  exclusive: boolean,
): Temporal.PlainDate {
  const written = Temporal.PlainDate.from({ year: time.year, month: time.month, day: time.day });
  if (time.isDate) return exclusive ? written.subtract({ days: 1 }) : written;
  const instant = instantOf(time, written, tzid, zone, exclusive ? 'last' : 'first');
  const moment = Temporal.Instant.fromEpochMilliseconds(exclusive ? instant - 1 : instant);
  return moment.toZonedDateTimeISO(zone).toPlainDate();
}

function instantOf(
  time: ICAL.Time,
  day: Temporal.PlainDate,
  tzid: string | undefined,
  zone: string,
  pass: Pass,
): number {
  const source = time.zone?.tzid;
  if (source === 'UTC') return time.toUnixTime() * SECOND;
  const wall = Temporal.PlainTime.from({ hour: time.hour, minute: time.minute, second: time.second });
  if (tzid === undefined) return instantAt(day, wall.toString(), zone, pass);
  if (isZone(tzid)) return instantAt(day, wall.toString(), tzid, pass);
  if (source === tzid) return time.toUnixTime() * SECOND;
  throw new CalendarFault(`uses the time zone ${tzid}, which it does not define`);
}
