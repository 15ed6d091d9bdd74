import type { Clock, Instant } from '../time/clock.ts';
import type { Callbacks } from './callbacks.ts';
import type { ChildMachines } from './children.ts';
import type { Exited } from './exit.ts';
import type { Failure } from './failure.ts';
import type { Visit } from './history.ts';
import type { Invoked } from './invoke.ts';
import type { Template } from './template.ts';

/** An event before the journal gave it an id and an instant. */
export interface NewEvent {
  readonly type: string;
  readonly data?: unknown;
}

/** How a state ended. */
export type Outcome = Exited | { readonly kind: 'failed'; readonly failure: Failure };

/** What a state may use while it runs: its input and variables, its own history, time, chance and functions. */
export interface Frame {
  readonly state: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** This visit as the history tells it, up to the last recorded event. */
  readonly visit: Visit;
  readonly clock: Clock;
  readonly random: () => number;
  /** The template's value with `$states` as it is here. Throws `StateFault`. */
  evaluate(
    template: Template,
    extra?: {
      readonly result?: unknown;
      readonly errorOutput?: unknown;
      readonly token?: string | undefined;
    },
  ): Promise<unknown>;
  /** Appends to the history; the events are durable and part of `visit` when it resolves. */
  record(events: readonly NewEvent[]): Promise<void>;
  /** Resolves at the instant. Throws `Interruption` when the execution is stopped or the engine closes before. */
  sleepUntil(at: Instant): Promise<void>;
  /** Calls a function and waits for its answer, at most until `deadline`. Throws `Interruption` when stopped. */
  invoke(functionName: string, payload: unknown, deadline: Instant): Promise<Invoked>;
  /** `$states.context.Execution.Id`. */
  readonly executionId: string;
  /** The machines that may be started, by their ARNs. */
  readonly machines: ChildMachines;
  /** The answers that come for this execution's tokens. */
  readonly callbacks: Callbacks;
  /** Whether this execution is being stopped, rather than only not driven any further here. */
  readonly stopped: boolean;
  /** A random UUID. */
  newId(): string;
  /** A task token that finds its way back to this execution. */
  newToken(): string;
  /** What comes first: the work, or the deadline. Throws `Interruption` when the execution is stopped or the engine closes before. */
  until<Value>(work: Promise<Value>, deadline: Instant): Promise<{ readonly value: Value } | 'late'>;
}
