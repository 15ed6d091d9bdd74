import { ERRORS, StateFault } from './failure.ts';

export type JsonObject = { readonly [name: string]: unknown };

/** The most bytes of UTF-8 that a payload, a state's output or one state's variables may have (service quota). */
export const PAYLOAD_LIMIT_BYTES = 262_144;

/** The most bytes of UTF-8 that all variables of one execution may have together (service quota: 10 MiB). */
export const VARIABLES_LIMIT_BYTES = 10 * 1024 * 1024;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value after a journey through JSON, as a function's event and answer make it. `undefined` becomes `null`. */
export function throughJson(value: unknown): unknown {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text);
}

/** Bytes of UTF-8 of the value's JSON. */
export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? 'null', 'utf8');
}

/** Throws `States.DataLimitExceeded`, in the service's words, when the value is too large. */
export function requireSize(who: string, value: unknown, limit = PAYLOAD_LIMIT_BYTES): void {
  if (sizeOf(value) <= limit) return;
  throw new StateFault(
    ERRORS.dataLimitExceeded,
    `The state/task '${who}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** The JSON name of a value's type, as causes spell it. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
