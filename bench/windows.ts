import { Temporal } from 'temporal-polyfill';
import type { Window } from '../shared/plan/plan.ts';
import { DAY, type Instant, MINUTE } from '../shared/time/clock.ts';
import { openingAt } from '../shared/time/window-gate.ts';

/**
 * How many times a second the window gate can be asked, against a floor that no gate can beat (two comparisons of
 * numbers) and against what it would cost to ask Temporal anew each time. Run with `node bench/windows.ts`.
 */

const PROMISED_PER_SECOND = 300_000;

const window: Window = {
  name: 'weeknights',
  days: ['mon', 'tue', 'wed', 'thu'],
  open: '02:00',
  close: '04:30',
  cutoff: 10 * MINUTE,
  timezone: 'Asia/Shanghai',
};

/** A month of instants, a little under a minute apart, so that every kind of day is asked about. */
const START = Date.parse('2026-11-01T00:00Z');
const STEP = 59_989;
const SPAN = 30 * DAY;

function floor(instant: Instant): boolean {
  return START <= instant && instant < START + SPAN / 2;
}

function gate(instant: Instant): boolean {
  return openingAt(window, instant) !== undefined;
}

/** Says the same as the gate where the clocks do not change and no window is overnight; it remembers nothing. */
function naive(instant: Instant): boolean {
  const now = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(window.timezone);
  const today = now.toPlainDate();
  const opens = today.toZonedDateTime({ timeZone: window.timezone, plainTime: window.open });
  const closes = today.toZonedDateTime({ timeZone: window.timezone, plainTime: window.close });
  const isDay = now.dayOfWeek <= 4;
  return isDay && opens.epochMilliseconds <= instant && instant < closes.epochMilliseconds;
}

interface Measured {
  readonly perSecond: number;
  readonly open: number;
}

function measure(asked: (instant: Instant) => boolean, times: number): Measured {
  let open = 0;
  const began = performance.now();
  for (let turn = 0; turn < times; turn += 1) if (asked(START + ((turn * STEP) % SPAN))) open += 1;
  return { perSecond: (times / (performance.now() - began)) * 1000, open };
}

function median(asked: (instant: Instant) => boolean, times: number): Measured {
  measure(asked, times / 10);
  const rounds = Array.from({ length: 5 }, () => measure(asked, times));
  const [, , middle] = rounds.toSorted((one, other) => one.perSecond - other.perSecond);
  if (middle === undefined) throw new Error('Five rounds have a middle.');
  return middle;
}

function line(name: string, value: number): string {
  return `${name.padEnd(44)} ${Math.round(value).toLocaleString('en').padStart(15)}`;
}

const NAIVE_TIMES = 20_000;
const agrees = measure(gate, NAIVE_TIMES).open === measure(naive, NAIVE_TIMES).open;
if (!agrees) throw new Error('The gate and the naive evaluation disagree: the comparison means nothing.');

const ofFloor = median(floor, 5_000_000).perSecond;
const ofGate = median(gate, 5_000_000).perSecond;
const ofNaive = median(naive, NAIVE_TIMES).perSecond;

const report = [
  line('floor: two comparisons of numbers, per second', ofFloor),
  line('window gate: openingAt, per second', ofGate),
  line('naive: Temporal each time, per second', ofNaive),
  `gate : floor = 1 : ${(ofFloor / ofGate).toFixed(1)}`,
  `gate : naive = ${(ofGate / ofNaive).toFixed(0)} : 1`,
  `promised ${PROMISED_PER_SECOND.toLocaleString('en')} per second: ${ofGate >= PROMISED_PER_SECOND ? 'kept' : 'NOT kept'}`,
];
process.stdout.write(`${report.join('\n')}\n`);
if (ofGate < PROMISED_PER_SECOND) process.exitCode = 1;
