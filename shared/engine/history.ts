import * as z from 'zod';
import type { Instant } from '../time/clock.ts';
import type { HistoryEvent } from './engine.ts';
import { JournalUnreadable } from './errors.ts';
import { ERRORS, type Failure, failure, located, type StateFault } from './failure.ts';

/** A failure inside a Task, with the instant of the retry that was decided for it. */
export interface FailedAttempt extends Failure {
  readonly retryAt?: Instant;
}

/** What an attempt to run a child execution was begun with. */
export interface ChildAttempt {
  /** The Task's arguments, evaluated. */
  readonly parameters: unknown;
  /** The child execution's name. */
  readonly child: string;
  readonly token?: string;
  readonly deadline: Instant;
}

/** One stay in a state, from its `…StateEntered` on. */
export interface Visit {
  readonly state: string;
  readonly input: unknown;
  readonly enteredId: number;
  readonly enteredAt: Instant;
  /** When a Wait is over. */
  readonly until?: Instant;
  /** `submitted`: a child execution was started, and is waited for. */
  readonly phase: 'entered' | 'started' | 'submitted' | 'succeeded' | 'failed';
  /** When the present attempt began. */
  readonly attemptedAt: Instant;
  /** The present attempt, where it is one to run a child execution. */
  readonly attempt?: ChildAttempt;
  /** The Task's result, once `phase` was `succeeded`. */
  readonly result?: unknown;
  readonly failures: readonly FailedAttempt[];
  /** Invocations of this visit that began and of which no end is known. */
  readonly unfinished: number;
}

/** Where an execution stands. */
export type Position =
  | { readonly at: 'start' }
  | { readonly at: 'between'; readonly next: string; readonly input: unknown }
  | { readonly at: 'inside'; readonly visit: Visit }
  | { readonly at: 'end'; readonly output: unknown };

/** Everything that the next step depends on: a fold over the history, the same for a live and a resumed execution. */
export interface Progress {
  readonly lastId: number;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly position: Position;
}

export const BEGINNING: Progress = { lastId: 0, variables: {}, position: { at: 'start' } };

const instant = z.number().int();
const ENTERED = z.object({ input: z.unknown(), until: instant.optional() });
const EXITED = z.object({
  output: z.unknown(),
  assignedVariables: z.record(z.string(), z.unknown()).optional(),
  next: z.string().nullable(),
});
const SCHEDULED = z.object({
  parameters: z.unknown(),
  child: z.string().optional(),
  token: z.string().optional(),
  deadline: instant.optional(),
});
const SUCCEEDED = z.object({ output: z.unknown() });
const FAILED = z.object({
  error: z.string().optional(),
  cause: z.string().optional(),
  retryAt: instant.optional(),
});

/** The progress after one more event. Throws `JournalUnreadable` for an event that cannot follow. */
export function advance(
  progress: Progress,
  event: HistoryEvent,
  first: Omit<Extract<Position, { at: 'between' }>, 'at'>,
): Progress {
  if (event.id !== progress.lastId + 1) throw unreadable(event, `follows event ${progress.lastId}`);
  const after = { ...progress, lastId: event.id };
  if (event.type === 'ExecutionStarted') return { ...after, position: { at: 'between', ...first } };
  if (event.type.startsWith('Execution')) return after;
  if (event.type.endsWith('StateEntered')) return { ...after, position: entered(event) };
  if (progress.position.at !== 'inside') throw unreadable(event, 'is in no state');
  if (event.type.endsWith('StateExited')) return exited(after, event);
  return { ...after, position: { at: 'inside', visit: during(progress.position.visit, event) } };
}

function entered(event: HistoryEvent): Position {
  const { input, until } = parse(ENTERED, event);
  if (event.state === undefined) throw unreadable(event, 'names no state');
  const visit = arrival(event.state, input, event.id, event.at);
  return { at: 'inside', visit: until === undefined ? visit : { ...visit, until } };
}

/** A visit that has just begun. */
export const arrival = (state: string, input: unknown, enteredId: number, enteredAt: Instant): Visit => ({
  state,
  input,
  enteredId,
  enteredAt,
  phase: 'entered',
  attemptedAt: enteredAt,
  failures: [],
  unfinished: 0,
});

function scheduled({ attempt: _before, ...visit }: Visit, event: HistoryEvent): Visit {
  const { parameters, child, token, deadline } = parse(SCHEDULED, event);
  const begun = { ...visit, attemptedAt: event.at };
  if (child === undefined || deadline === undefined) return begun;
  return { ...begun, attempt: { parameters, child, deadline, ...(token === undefined ? {} : { token }) } };
}

function exited(progress: Progress, event: HistoryEvent): Progress {
  const { output, assignedVariables = {}, next } = parse(EXITED, event);
  return {
    ...progress,
    variables: { ...progress.variables, ...assignedVariables },
    position: next === null ? { at: 'end', output } : { at: 'between', next, input: output },
  };
}

function during(visit: Visit, event: HistoryEvent): Visit {
  switch (event.type) {
    case 'TaskScheduled':
      return scheduled(visit, event);
    case 'LambdaFunctionScheduled':
      return { ...visit, attemptedAt: event.at };
    case 'TaskSubmitted':
      return { ...visit, phase: 'submitted' };
    case 'TaskStarted':
    case 'LambdaFunctionStarted':
      return { ...visit, phase: 'started', unfinished: visit.unfinished + 1 };
    case 'TaskSucceeded':
    case 'LambdaFunctionSucceeded': {
      const { output } = parse(SUCCEEDED, event);
      return { ...visit, phase: 'succeeded', result: output, unfinished: visit.unfinished - 1 };
    }
    case 'TaskFailed':
    case 'TaskTimedOut':
    case 'LambdaFunctionFailed':
    case 'LambdaFunctionTimedOut':
      return { ...withFailure(visit, event), unfinished: visit.unfinished - 1 };
    case 'EvaluationFailed':
      return withFailure(visit, event);
    default:
      throw unreadable(event, 'is of a type that this engine does not write');
  }
}

function withFailure(visit: Visit, event: HistoryEvent): Visit {
  const { error, cause, retryAt } = parse(FAILED, event);
  const failed: FailedAttempt = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
  return { ...visit, phase: 'failed', failures: [...visit.failures, failed] };
}

function parse<T>(schema: z.ZodType<T>, event: HistoryEvent): T {
  const parsed = schema.safeParse(event.data);
  if (parsed.success) return parsed.data;
  throw unreadable(event, z.prettifyError(parsed.error));
}

const unreadable = (event: HistoryEvent, what: string) =>
  new JournalUnreadable(`read history event ${event.id} (${event.type}) → ${what}`);

/** The event of a fault in a state's fields. */
export function evaluationFailed(
  state: string,
  enteredId: number,
  fault: StateFault,
): {
  readonly type: 'EvaluationFailed';
  readonly data: Failure & { readonly state: string; readonly location?: string };
} {
  // A quota is worded without its place, everything else with it.
  const cause =
    fault.error === ERRORS.dataLimitExceeded ? fault.message : located(state, enteredId, fault.message);
  const location = fault.field === undefined ? {} : { location: fault.field };
  return { type: 'EvaluationFailed', data: { ...failure(fault.error, cause), state, ...location } };
}
