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

let names: readonly string[] | undefined;

/** The names that this runtime lists, for suggesting one; `isZone` accepts their aliases too. */
export function knownZones(): readonly string[] {
  names ??= ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return names;
}
