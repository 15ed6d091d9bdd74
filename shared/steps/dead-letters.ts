import * as z from 'zod/mini';
import type { Instant } from '../time/clock.ts';
import { type Direct, directSchema } from './direct-request.ts';
import { type EndedBadly, endedBadlyIn } from './ended-badly.ts';
import { InputRefused } from './errors.ts';
import { readInput } from './input.ts';

/** A trigger that its sender gave up, as the queue delivers it. */
export interface DeadLetter {
  /** The queue's own; the same in every delivery. */
  readonly id: string;
  readonly text: string;
  /** When it was given up. */
  readonly sentAt: Instant;
  /** When it should have come, where the sender says so. */
  readonly scheduledAt?: Instant;
  /** ARN of the schedule or rule that could not deliver. */
  readonly from?: string;
  /** The code with which the target answered the last try. */
  readonly answer?: string;
}

/** The queue of dead letters. Every method throws what the queue threw. */
export interface DeadLetterQueue {
  /** Some letters, at most ten; none where there is none, or nobody else may see them now. Each is hidden for a while. */
  receive(): Promise<readonly DeadLetter[]>;
  /** Takes a letter out, once it is recorded. */
  remove(letter: DeadLetter): Promise<void>;
  /** Puts in what we ourselves could not record yet, for a later pass. */
  send(text: string): Promise<void>;
}

/** What a letter turns out to be. */
export type Meaning =
  | { readonly what: 'request'; readonly request: Direct }
  | { readonly what: 'minute call'; readonly of: string }
  | { readonly what: 'ended badly'; readonly of: string; readonly ended: EndedBadly }
  | { readonly what: 'unknown'; readonly faults: readonly string[] };

/** What each-minute calls are made with, so that a letter says which one it was. */
const minuteCallSchema = z.object({ minuteCallOf: z.string().check(z.maxLength(100)) });

/**
 * What a letter would have done. Pure.
 *
 * A letter's text is the target's input, or the request that should have brought it there: the scheduler's is that of
 * StartExecution or Invoke (EventBridge Scheduler User Guide, Configuring a schedule's dead-letter queue).
 */
export function meaningOf({ text }: Pick<DeadLetter, 'text'>): Meaning {
  const input = inputIn(text);
  const call = minuteCallSchema.safeParse(input);
  if (call.success) return { what: 'minute call', of: call.data.minuteCallOf };
  const ended = endedBadlyIn(input);
  if (ended !== undefined) return { what: 'ended badly', of: ended.execution, ended };
  try {
    return { what: 'request', request: readInput('the letter', directSchema, input) };
  } catch (error) {
    if (error instanceof InputRefused) return { what: 'unknown', faults: error.faults };
    throw error;
  }
}

const requestSchema = z.union([
  z.object({ Input: z.string() }),
  z.object({ Payload: z.string() }),
  z.object({ Payload: z.record(z.string(), z.unknown()) }),
]);

function inputIn(text: string): unknown {
  const whole = json(text);
  const request = requestSchema.safeParse(whole);
  if (!request.success) return whole;
  const carried = 'Input' in request.data ? request.data.Input : request.data.Payload;
  return typeof carried === 'string' ? json(carried) : carried;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
