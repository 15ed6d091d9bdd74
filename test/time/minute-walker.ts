import type { Weekday, Window } from '../../shared/plan/plan.ts';
import { HOUR, type Instant, MINUTE } from '../../shared/time/clock.ts';

/**
 * The law of windows a second time, without Temporal: walk minute by minute and read the clock on the wall.
 *
 * Works for zones whose offsets are whole minutes, which all are since 1972.
 */

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows, `YYYY-MM-DD HH:MM`; such texts sort as time does. */
export function wallAt(instant: Instant, zone: string): string {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    clocks.set(zone, clock);
  }
  return clock.format(instant);
}

/** The calendar day `days` after `day`, by counting UTC days. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}

const NAMES: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function opensOn(window: Window, day: string): boolean {
  const name = NAMES[new Date(`${day}T00:00Z`).getUTCDay()];
  return name !== undefined && window.days.includes(name);
}

/**
 * Where the wall shows `wanted`: the first or the last such minute; where it never does, the first minute that shows more.
 */
function minuteShowing(wanted: string, zone: string, pass: 'first' | 'last'): Instant {
  const middle = Date.parse(`${wanted.replace(' ', 'T')}Z`);
  let exact: Instant | undefined;
  let beyond: Instant | undefined;
  for (let minute = middle - 27 * HOUR; minute <= middle + 27 * HOUR; minute += MINUTE) {
    const shown = wallAt(minute, zone);
    if (shown === wanted && (exact === undefined || pass === 'last')) exact = minute;
    if (shown > wanted) beyond ??= minute;
  }
  const found = exact ?? beyond;
  if (found === undefined) throw new Error(`The walk for ${wanted} in ${zone} was too short.`);
  return found;
}

/** The span that `day` owns: undefined where the window does not open; of no length where a gap swallows it. */
export function walkedSpan(window: Window, day: string): { opensAt: Instant; closesAt: Instant } | undefined {
  if (!opensOn(window, day)) return undefined;
  const lastDay = window.close > window.open ? day : dayAfter(day, 1);
  return {
    opensAt: minuteShowing(`${day} ${window.open}`, window.timezone, 'first'),
    closesAt: minuteShowing(`${lastDay} ${window.close}`, window.timezone, 'last'),
  };
}
