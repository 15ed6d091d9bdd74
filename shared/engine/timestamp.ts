import type { Instant } from '../time/clock.ts';

const SHAPE =
  /^(?<date>\d{4}-\d{2}-\d{2})T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?(?<offset>Z|[+-]\d{2}:\d{2})$/;

/**
 * The instant of an ISO-8601 extended offset date-time, or `undefined` when the text is none.
 *
 * The States Language asks for the RFC 3339 profile with upper-case T and Z; the service takes up to nine digits of a
 * second and none at all. Fractions of a millisecond are rounded up, because a Wait must never end early.
 */
export function parseTimestamp(text: string): Instant | undefined {
  const parts = SHAPE.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { date = '', hour = '', minute = '', second = '00', fraction = '', offset = '' } = parts;
  const whole = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  const shift = offsetMinutes(offset);
  if (Number.isNaN(whole) || shift === undefined) return undefined;
  // Date.parse turns 30 February into 2 March and 24:00 into the next day: the text must come back unchanged.
  if (!new Date(whole).toISOString().startsWith(`${date}T${hour}:${minute}:${second}`)) return undefined;
  return whole + Math.ceil(Number(`0.${fraction || '0'}`) * 1_000) - shift * 60_000;
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 18 || minutes > 59 || hours * 60 + minutes > 18 * 60) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** The instant as the service writes it into `$states.context`. */
export function formatTimestamp(at: Instant): string {
  return new Date(at).toISOString();
}
