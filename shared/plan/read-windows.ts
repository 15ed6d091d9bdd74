import { DAY, HOUR, MINUTE, type Milliseconds } from '../time/clock.ts';
import { CLOCK_MARGIN, DEFAULTS, SIGNATURE_LIFE } from './defaults.ts';
import type { WindowPart } from './draft.ts';
import { formatDuration } from './duration.ts';
import type { Finding } from './faults.ts';
import type { Window } from './plan.ts';

/** A part of a plan as far as it could be read, and what is wrong with it beyond the form of its values. */
export interface Read<T> {
  readonly value: T;
  readonly findings: readonly Finding[];
}

/** The windows that are whole, by name. A window in which nothing could ever start is a fault. */
export function readWindows(
  parts: ReadonlyMap<string, WindowPart>,
  timezone: string | undefined,
): Read<ReadonlyMap<string, Window>> {
  const windows = new Map<string, Window>();
  const findings: Finding[] = [];
  for (const [name, part] of parts) {
    const { days, open, close, cutoff = DEFAULTS.cutoff } = part;
    if (open !== undefined && close !== undefined) findings.push(...roomFaults(name, open, close, cutoff));
    const zone = part.timezone ?? timezone;
    if (days === undefined || open === undefined || close === undefined || zone === undefined) continue;
    windows.set(name, { name, days, open, close, cutoff, timezone: zone });
  }
  return { value: windows, findings };
}

/**
 * How long an opening lasts by the clock on the wall, on a night on which clocks do not change.
 *
 * `close` not later than `open` is on the next day; equal to it is no length, so that 24 h cannot be written.
 */
export function nominalLength(open: string, close: string): Milliseconds {
  return (timeOfDay(close) - timeOfDay(open) + DAY) % DAY;
}

function timeOfDay(time: string): Milliseconds {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE;
}

function roomFaults(name: string, open: string, close: string, cutoff: Milliseconds): readonly Finding[] {
  const length = nominalLength(open, close);
  const path = ['windows', name];
  if (length === 0) {
    const sentence = `${name} opens and closes at ${open}: a window of no length never opens.`;
    return [{ path: [...path, 'close'], sentence }];
  }
  if (cutoff >= length) {
    const lengths = `${formatDuration(cutoff)} leaves nothing of an opening of ${formatDuration(length)}`;
    return [{ path: [...path, 'cutoff'], sentence: `cutoff ${lengths}: no switchover could ever start.` }];
  }
  const needed = SIGNATURE_LIFE + CLOCK_MARGIN;
  if (needed <= length) return [];
  const sentence = `${name} is open for ${formatDuration(length)}, but a switchover needs ${formatDuration(needed)} before the close: its signature's life and the clocks' margin.`;
  return [{ path: [...path, 'close'], sentence }];
}
