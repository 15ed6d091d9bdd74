import type { Instant } from '../time/clock.ts';

const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads a time of an answer (`yyyy-MM-ddTHH:mm:ssZ`, or with an offset); `undefined` for anything else.
 *
 * A time without a zone is nobody's time, and an instant at or before the epoch is how "not yet" looks
 * (`0001-01-01T00:00:00Z` is Go's zero): both count as absent.
 */
export function vendorTime(text: string | null | undefined): Instant | undefined {
  if (typeof text !== 'string' || !WITH_ZONE.test(text)) return undefined;
  const at = Date.parse(text);
  return at > 0 ? at : undefined;
}

/** Writes an instant as the vendor's parameters want it: `yyyy-MM-ddTHH:mm:ssZ`, cut to the whole second. */
export function toVendorTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
