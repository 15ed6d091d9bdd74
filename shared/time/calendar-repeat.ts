import ICAL from 'ical.js';
import { CalendarFault } from './calendar-time.ts';

/** Repetitions without an end are followed through this year. */
const LAST_YEAR = 2099;

/** Freezes that one calendar may give; a plan is one item of the store and must stay small. */
export const MOST_FREEZES = 2_000;

/**
 * The parts of an RRULE that are followed, by frequency, beside INTERVAL, COUNT, UNTIL and WKST.
 *
 * Everything else is refused: ical.js never returns from some combinations that match nothing
 * (`FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30`), and ends others too early (`FREQ=MONTHLY;BYMONTH=…`).
 */
const FOLLOWED: Readonly<Record<string, readonly string[]>> = {
  DAILY: [],
  WEEKLY: ['BYDAY'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY'],
  YEARLY: ['BYDAY', 'BYMONTH', 'BYMONTHDAY'],
};

/**
 * The times at which an event takes place: its start and, where it repeats, each repetition without the exceptions.
 *
 * Throws CalendarFault for a repetition that is not followed, or that takes place more than `MOST_FREEZES` times.
 */
export function repetitions(event: ICAL.Event): readonly ICAL.Time[] {
  for (const rule of event.component.getAllProperties('rrule')) refuseUnfollowed(rule.getFirstValue());
  if (!event.isRecurring()) return [event.startDate];
  const times = unrepeatedStart(event);
  const iterator = event.iterator();
  for (let time = nextOf(iterator); time !== undefined; time = nextOf(iterator)) {
    if (time.year > LAST_YEAR) break;
    if (times.length === MOST_FREEZES) {
      throw new CalendarFault(
        `repeats more than ${MOST_FREEZES} times by ${LAST_YEAR}; give it an UNTIL or a COUNT`,
      );
    }
    times.push(time);
  }
  return times;
}

/** With RDATE alone, ical.js leaves out the start, which takes place as well unless an EXDATE names it. */
function unrepeatedStart(event: ICAL.Event): ICAL.Time[] {
  const exceptions = event.component.getAllProperties('exdate').flatMap((property) => property.getValues());
  const isLeftOut = exceptions.some((time) => String(time) === String(event.startDate));
  return event.component.hasProperty('rrule') || isLeftOut ? [] : [event.startDate];
}

/** ical.js ends with undefined or null, which its types do not say. */
function nextOf(iterator: ICAL.RecurExpansion): ICAL.Time | undefined {
  const time: ICAL.Time | null | undefined = iterator.next();
  return time ?? undefined;
}

function refuseUnfollowed(rule: unknown): void {
  if (!(rule instanceof ICAL.Recur)) throw new CalendarFault('has a repetition that is not an RRULE');
  const followed = FOLLOWED[rule.freq];
  const refused = Object.keys(rule.parts).filter((part) => !followed?.includes(part));
  if (followed === undefined || refused.length > 0) {
    const what = [`FREQ=${rule.freq}`, ...refused].join(' with ');
    throw new CalendarFault(`repeats by ${what}, which is not followed; list its days as events`);
  }
}
