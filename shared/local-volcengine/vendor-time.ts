import type { Instant } from '../time/clock.ts';

/** `2026-01-02T03:04:05Z`, UTC without milliseconds: how the vendor writes instants in results. */
export function toVendorTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `20260102030405`, UTC: the head of a request id (form seen on vendor page 6293/1148755). */
export function toRequestIdStamp(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
}

/**
 * The instant of an X-Date header: `YYYYMMDD'T'HHMMSS'Z'`, UTC; `undefined` when it has another form or names no
 * real date. Source: Volcengine signing, 6766/127937.
 */
export function fromSigningDate(text: string): Instant | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const at = Date.parse(iso);
  return Number.isNaN(at) || new Date(at).toISOString() !== iso ? undefined : at;
}
