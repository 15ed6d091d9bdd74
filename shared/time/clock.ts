/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. Wall-clock time exists only at the edges, always with an IANA zone. */
export type Instant = number;

/** A length of elapsed time in milliseconds. */
export type Milliseconds = number;

export const SECOND: Milliseconds = 1_000;
export const MINUTE: Milliseconds = 60 * SECOND;
export const HOUR: Milliseconds = 60 * MINUTE;
export const DAY: Milliseconds = 24 * HOUR;

/** The only source of time. Injected everywhere; constructed only in `shared/runtime`. */
export interface Clock {
  now(): Instant;
  /** Resolves once `now() >= at`; rejects with `signal.reason` when aborted. Never resolves early. */
  sleepUntil(at: Instant, signal?: AbortSignal): Promise<void>;
}
