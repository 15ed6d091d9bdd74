import { DAY, HOUR, type Instant, MINUTE, type Milliseconds, SECOND } from '../../time/clock.ts';
import type { Language, Unit, WallClock } from './language.ts';

const WEEKDAYS = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 } as const;
const isWeekday = (word: string): word is keyof typeof WEEKDAYS => Object.hasOwn(WEEKDAYS, word);

const LAST_INSTANT = 8_640_000_000_000_000;
const LONGEST_LIST = 3;

/** One formatter a zone: making one costs more than a hundred uses. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}

/** An instant on the wall of an IANA zone, or `undefined` for a number that is no instant. Throws RangeError for an unknown zone. */
export function wallClockOf(at: Instant, zone: string): WallClock | undefined {
  if (!(Math.abs(at) <= LAST_INSTANT)) return undefined;
  const parts = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday = '', year = '', month, day, hour, minute, second } = parts;
  if (!isWeekday(weekday)) return undefined;
  const time = second === '00' ? `${hour}:${minute}` : `${hour}:${minute}:${second}`;
  return { date: `${year.padStart(4, '0')}-${month}-${day}`, weekday: WEEKDAYS[weekday], time, zone };
}

const UNITS: readonly (readonly [Unit, Milliseconds])[] = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
];

/** A length in its two largest units, whole, rounded down: `3 h 12 min`. Under a second in milliseconds. */
export function durationIn({ units }: Language, length: Milliseconds): string {
  const largest = UNITS.findIndex(([, size]) => length >= size);
  if (largest < 0) return `${Math.max(0, Math.trunc(length))} ${units.millisecond}`;
  let left = length;
  const words = UNITS.slice(largest, largest + 2).map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? '' : `${count} ${units[unit]}`;
  });
  return words.filter((word) => word !== '').join(' ');
}

/** Names, at most three of them in full. */
export function listIn(language: Language, names: readonly string[]): string {
  const shown = names.slice(0, LONGEST_LIST);
  return language.list(shown, names.length - shown.length);
}
