import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { Freeze } from '../plan/plan.ts';
import { MOST_FREEZES, repetitions } from './calendar-repeat.ts';
import { CalendarFault, calendarDay } from './calendar-time.ts';

/** What a calendar says, or one clause without a subject that says what is wrong with it ("has no events"). */
export type CalendarReading = { readonly freezes: readonly Freeze[] } | { readonly fault: string };

/** The properties of an event whose dates decide which days are frozen. */
const DATED = ['dtstart', 'dtend', 'recurrence-id', 'exdate', 'rdate'];

/**
 * The freezes in the text of an iCalendar file (.ics), one for each time that an event takes place.
 *
 * Every day that an event touches, as seen in `timezone`, is frozen whole; an all-day event keeps its dates.
 * RRULE, RDATE, EXDATE and changed single occurrences are followed within the bounds of `repetitions`; cancelled
 * events freeze nothing. A calendar without events is a fault: half a file must not lift every freeze.
 */
export function readCalendar(
  text: string,
  { name, timezone }: { readonly name: string; readonly timezone: string },
): CalendarReading {
  try {
    const events = eventsOf(text);
    const freezes = events.flatMap((event) => freezesOf(event, name, timezone));
    if (freezes.length > MOST_FREEZES) return { fault: `has more than ${MOST_FREEZES} freezes` };
    return { freezes };
  } catch (error) {
    // ical.js throws bare errors of many kinds for text that it cannot follow: to us they are all a faulty file.
    if (error instanceof CalendarFault) return { fault: error.message };
    if (error instanceof Error) return { fault: `is not an iCalendar file: ${error.message}` };
    throw error;
  }
}

/** Events with their own changed occurrences related to them; a changed occurrence without its event stands alone. */
function eventsOf(text: string): readonly ICAL.Event[] {
  if (!/^\s*BEGIN:VCALENDAR/i.test(text)) throw new CalendarFault('does not begin with BEGIN:VCALENDAR');
  const components = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  if (components.length === 0) throw new CalendarFault('has no events');
  for (const component of components) refuseFalseDates(component);
  const plain = components.filter((component) => !component.hasProperty('recurrence-id'));
  const changed = components.filter((component) => component.hasProperty('recurrence-id'));
  const uids = new Set(plain.map(uidOf));
  const orphans = changed.filter((component) => !uids.has(uidOf(component)));
  return [
    ...plain.map((component) => {
      const exceptions = changed.filter((it) => uidOf(it) === uidOf(component));
      return new ICAL.Event(component, { strictExceptions: true, exceptions });
    }),
    ...orphans.map((component) => new ICAL.Event(component, { exceptions: [] })),
  ];
}

function uidOf(component: ICAL.Component): string {
  return String(component.getFirstPropertyValue('uid'));
}

/** ical.js rolls 20261345 over into another year instead of refusing it. */
function refuseFalseDates(component: ICAL.Component): void {
  if (!component.hasProperty('dtstart')) throw new CalendarFault('has an event without DTSTART');
  for (const property of DATED.flatMap((name) => component.getAllProperties(name))) {
    const written: readonly unknown[] = property.toJSON().slice(3);
    const read = property.getValues().map(String);
    if (written.some((value, index) => String(value) !== read[index])) {
      throw new CalendarFault(`has a date that does not exist in ${property.toICALString()}`);
    }
  }
}

function freezesOf(event: ICAL.Event, name: string, timezone: string): readonly Freeze[] {
  const summary = event.component.getFirstPropertyValue('summary');
  const title = typeof summary === 'string' && summary !== '' ? `${name}: ${summary}` : name;
  return repetitions(event).flatMap((time) => {
    const { item, startDate, endDate } = event.getOccurrenceDetails(time);
    if (item.component.getFirstPropertyValue('status') === 'CANCELLED') return [];
    const tzid = zoneNameOf(item.component);
    const from = calendarDay(startDate, tzid, timezone, false);
    const last = calendarDay(endDate, tzid, timezone, true);
    const through = Temporal.PlainDate.compare(last, from) < 0 ? from : last;
    return [{ name: title, from: from.toString(), through: through.toString(), timezone }];
  });
}

/** The TZID of an event's times. ical.js measures its length in one zone, so that a second would move its end. */
function zoneNameOf(component: ICAL.Component): string | undefined {
  const start = component.getFirstProperty('dtstart')?.getParameter('tzid');
  const end = component.getFirstProperty('dtend');
  if (end && end.getParameter('tzid') !== start) {
    throw new CalendarFault('has an event that begins in one time zone and ends in another');
  }
  return typeof start === 'string' ? start : undefined;
}
