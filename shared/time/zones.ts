import { Temporal } from 'temporal-polyfill';

/**
 * Whether the tz database of this runtime knows `zone` as a name.
 *
 * A bare offset such as `+08:00` is not a zone: it cannot say what the clocks do when they change.
 */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The names that this runtime lists, for suggesting one; `isZone` accepts their aliases too. */
export const knownZones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
