import * as z from 'zod/mini';
import type { Instant } from '../time/clock.ts';

/** What Step Functions tells of an execution that failed, timed out or was aborted. */
export interface EndedBadly {
  /** ARN of the execution. */
  readonly execution: string;
  /** Its error, or how it ended where it has none. */
  readonly how: string;
  /** What it was started with, as text. Not in the event where that would be too large, or may not be shown. */
  readonly input?: string;
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
}

/** A field that the service leaves out, or sends as `null`. */
const maybe = <Of extends z.core.$ZodType>(schema: Of) => z.optional(z.nullable(schema));

/** The event by which Step Functions tells that an execution ended (Step Functions Developer Guide, EventBridge). */
const endedSchema = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    executionArn: z.string().check(z.maxLength(1000)),
    status: maybe(z.string()),
    error: maybe(z.string()),
    input: maybe(z.string()),
    startDate: maybe(z.number()),
    stopDate: maybe(z.number()),
  }),
});

/** Of an error, as much as names it: a workflow may fail by any text. */
const LONGEST_ERROR = 100;

/** Reads such an event; nothing where it is another. Pure. */
export function endedBadlyIn(value: unknown): EndedBadly | undefined {
  const event = endedSchema.safeParse(value);
  if (!event.success) return undefined;
  const { executionArn, status, error, input, startDate, stopDate } = event.data.detail;
  return {
    execution: executionArn,
    how: (error ?? status ?? 'ended').slice(0, LONGEST_ERROR).toWellFormed(),
    ...(typeof input === 'string' && { input }),
    ...(typeof startDate === 'number' && { startedAt: startDate }),
    ...(typeof stopDate === 'number' && { endedAt: stopDate }),
  };
}
