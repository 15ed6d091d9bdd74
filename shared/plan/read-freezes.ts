import { readCalendar } from '../time/calendar.ts';
import type { FreezePart } from './draft.ts';
import { duplicateFaults } from './duplicates.ts';
import type { Path } from './faults.ts';
import type { Freeze } from './plan.ts';
import type { Read } from './read-windows.ts';

/** The text of each calendar that a plan names, by the path as it stands in the plan. */
export type Calendars = Readonly<Record<string, string>>;

const ENDS = [
  ['from', 'through'],
  ['through', 'from'],
] as const;

/** The freezes of a plan, those of its calendars among them. */
export function readFreezes(
  parts: readonly FreezePart[],
  timezone: string | undefined,
  calendars: Calendars,
): Read<readonly Freeze[]> {
  const read = parts.map((part, index) => readFreeze(part, ['freezes', index], timezone, calendars));
  return {
    value: read.flatMap(({ value }) => value),
    findings: [...read.flatMap(({ findings }) => findings), ...duplicateFaults('freezes', parts)],
  };
}

function readFreeze(
  part: FreezePart,
  path: Path,
  timezone: string | undefined,
  calendars: Calendars,
): Read<readonly Freeze[]> {
  const { name, from, through, calendar } = part;
  const zone = part.timezone ?? timezone;
  const faulty = (at: Path, sentence: string) => ({ value: [], findings: [{ path: at, sentence }] });
  const { written } = part;
  if (written.has('calendar') === (written.has('from') || written.has('through'))) {
    return faulty(path, 'A freeze has either a calendar, or from and through.');
  }
  for (const [given, lacking] of ENDS) {
    if (written.has(given) && !written.has(lacking))
      return faulty(path, `This freeze has ${given}, but no ${lacking}.`);
  }
  if (calendar !== undefined) {
    if (name === undefined || zone === undefined) return { value: [], findings: [] };
    if (!Object.hasOwn(calendars, calendar)) {
      return faulty([...path, 'calendar'], `The calendar ${calendar} could not be read.`);
    }
    const reading = readCalendar(calendars[calendar] ?? '', { name, timezone: zone });
    return 'fault' in reading
      ? faulty([...path, 'calendar'], `The calendar ${calendar} ${reading.fault}.`)
      : { value: reading.freezes, findings: [] };
  }
  return readDays({ name, from, through, zone }, path);
}

function readDays(
  { name, from, through, zone }: { [K in 'name' | 'from' | 'through' | 'zone']: string | undefined },
  path: Path,
): Read<readonly Freeze[]> {
  if (from !== undefined && through !== undefined && from > through) {
    const sentence = `This freeze would end before it begins: from ${from} is after through ${through}.`;
    return { value: [], findings: [{ path: [...path, 'through'], sentence }] };
  }
  if (name === undefined || from === undefined || through === undefined || zone === undefined) {
    return { value: [], findings: [] };
  }
  return { value: [{ name, from, through, timezone: zone }], findings: [] };
}
