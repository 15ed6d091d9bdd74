import { Temporal } from 'temporal-polyfill';
import { parseEvery } from '../../shared/plan/cadence.ts';
import { parseDays } from '../../shared/plan/days.ts';
import { formatDuration } from '../../shared/plan/duration.ts';
import type { Window } from '../../shared/plan/plan.ts';
import { DAY, type Instant, MINUTE } from '../../shared/time/clock.ts';
import { freezeSpans } from '../../shared/time/freezes.ts';
import { occurrences } from '../../shared/time/occurrences.ts';
import { openingAt } from '../../shared/time/window-gate.ts';
import { isSwallowed, openingOn } from '../../shared/time/windows.ts';
import { table } from './markdown.ts';

/** A window as the examples write it: `fri 22:00–02:00 Europe/Berlin`. */
function windowOf(text: string): Window {
  const [, days = '', open = '', close = '', timezone = ''] =
    /^(\S+) (\d\d:\d\d)–(\d\d:\d\d) (\S+)$/.exec(text) ?? [];
  const weekdays = parseDays(days);
  if (weekdays === undefined) throw new Error(`${text} is no window`);
  return { name: text, days: weekdays, open, close, timezone, cutoff: 10 * MINUTE };
}

/** An instant on a wall clock, with its offset: `Fri 2026-11-27 22:00+08:00`. */
function wallClock(at: Instant, zone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const day = time.toLocaleString('en-GB', { weekday: 'short' });
  return `${day} ${time.toPlainDate().toString()} ${time.toPlainTime().toString({ smallestUnit: 'minute' })}${time.offset}`;
}

/** Openings worth seeing: the window, the day that owns it, and the clause of the law that it shows. */
const OPENINGS: readonly (readonly [window: string, day: string, shows: string])[] = [
  ['mon-thu 02:00–04:30 Asia/Shanghai', '2026-11-24', 'an ordinary night'],
  ['fri 22:00–02:00 Asia/Shanghai', '2026-11-27', 'overnight: owned by the day on which it opens'],
  ['sun 01:30–04:30 Europe/Berlin', '2026-03-29', 'a gap inside: the opening is an hour shorter'],
  ['sun 02:30–04:30 Europe/Berlin', '2026-03-29', 'a gap removes `open`: it moves to the gap’s end'],
  ['sun 01:00–02:15 Europe/Berlin', '2026-03-29', 'a gap removes `close`: it moves to the gap’s end'],
  ['sun 02:00–03:00 Europe/Berlin', '2026-03-29', 'a gap swallows all of it: recorded as SKIPPED'],
  ['sun 01:30–04:30 Europe/Berlin', '2026-10-25', 'a fold inside: the opening is an hour longer'],
  ['sun 02:30–04:30 Europe/Berlin', '2026-10-25', '`open` passes twice: the first pass opens'],
  ['sun 01:00–02:30 Europe/Berlin', '2026-10-25', '`close` passes twice: the last pass closes'],
  ['sun 01:30–03:00 Australia/Lord_Howe', '2026-10-04', 'a gap of half an hour'],
  [
    'fri 22:00–02:00 Pacific/Apia',
    '2011-12-30',
    'the clocks skip the whole Friday: what is left of the opening',
  ],
];

function openingRow([text, day, shows]: (typeof OPENINGS)[number]): readonly string[] {
  const window = windowOf(text);
  const opening = openingOn(window, Temporal.PlainDate.from(day));
  if (opening === undefined) throw new Error(`${text} does not open on ${day}`);
  if (isSwallowed(opening)) return [text, day, '–', '–', '0', shows];
  const { opensAt, closesAt } = opening;
  const [opens, closes] = [opensAt, closesAt].map((at) => wallClock(at, window.timezone));
  return [text, day, opens ?? '', closes ?? '', formatDuration(closesAt - opensAt), shows];
}

/** Instants worth asking about. */
const MOMENTS: readonly (readonly [window: string, at: string, shows: string])[] = [
  ['mon-thu 02:00–04:30 Asia/Shanghai', '2026-11-24T01:59:59.999+08:00', 'a millisecond early'],
  ['mon-thu 02:00–04:30 Asia/Shanghai', '2026-11-24T02:00+08:00', '`open` belongs to it'],
  ['mon-thu 02:00–04:30 Asia/Shanghai', '2026-11-24T04:30+08:00', '`close` does not'],
  ['mon-thu 02:00–04:30 Asia/Shanghai', '2026-11-28T03:00+08:00', 'a Saturday'],
  ['fri 22:00–02:00 Asia/Shanghai', '2026-11-28T01:00+08:00', 'Saturday 01:00 is Friday’s'],
  ['fri 22:00–02:00 Asia/Shanghai', '2026-11-27T01:00+08:00', 'Friday 01:00 would be Thursday’s'],
  ['sun 02:30–04:30 Europe/Berlin', '2026-10-25T02:15+01:00', 'before the second 02:30, after the first'],
];

function momentRow([text, iso, shows]: (typeof MOMENTS)[number]): readonly string[] {
  const opening = openingAt(windowOf(text), Date.parse(iso));
  return [text, iso, opening === undefined ? 'closed' : `open, of ${opening.day}`, shows];
}

/** Freezes worth seeing: first and last day, and zone. */
const FREEZES: readonly (readonly [from: string, through: string, timezone: string])[] = [
  ['2026-11-09', '2026-11-12', 'Asia/Shanghai'],
  ['2026-03-29', '2026-03-29', 'Europe/Berlin'],
  ['2026-10-25', '2026-10-25', 'Europe/Berlin'],
];

function freezeRow([from, through, timezone]: (typeof FREEZES)[number]): readonly string[] {
  const [span] = freezeSpans([{ name: 'freeze', from, through, timezone }]);
  if (span === undefined) throw new Error('a freeze has a span');
  const ends = [span.from, span.until].map((at) => wallClock(at, timezone));
  return [`${from} through ${through}`, timezone, ...ends, formatDuration(span.until - span.from)];
}

const NIGHTS = windowOf('mon-thu 02:00–04:30 Asia/Shanghai');
const FROM = Date.parse('2026-11-23T00:00+08:00');

/** The opening in which the last switchover was proven: `30 days` counts from it. */
const LAST_PROVEN = Date.parse('2026-11-19T02:00+08:00');

/** Each form of `every`, and the three openings that it is due in first. */
const CADENCES = ['opening', 'tue', 'tue,thu', '1st tue', 'last tue', '30 days'];

function cadenceRow(every: string): readonly string[] {
  const cadence = parseEvery(every);
  if (cadence === undefined) throw new Error(`${every} is no cadence`);
  const due = occurrences({ cadence, window: NIGHTS }, FROM, FROM + 120 * DAY, LAST_PROVEN);
  const days = due.slice(0, 3).map(({ dueAt }) => wallClock(dueAt, NIGHTS.timezone).slice(0, 14));
  return [`\`${every}\``, days.join(' · ')];
}

/** The tables of the law of windows, each row computed by the functions that decide. */
export function windowBlocks(): Readonly<Record<string, string>> {
  return {
    'windows-openings': table(
      ['window', 'day', 'opens', 'closes', 'lasts', 'shows'],
      OPENINGS.map(openingRow),
    ),
    'windows-moments': table(['window', 'instant', 'is', 'shows'], MOMENTS.map(momentRow)),
    'windows-freezes': table(['days', 'zone', 'from', 'until', 'lasts'], FREEZES.map(freezeRow)),
    'windows-cadences': table(['every', 'due first'], CADENCES.map(cadenceRow)),
  };
}
