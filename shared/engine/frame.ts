import type { Clock, Instant } from '../time/clock.ts';
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
    extra?: { readonly result?: unknown; readonly errorOutput?: unknown },
  ): Promise<unknown>;
  /** Appends to the history; the events are durable and part of `visit` when it resolves. */
  record(events: readonly NewEvent[]): Promise<void>;
  /** Resolves at the instant. Throws `Interruption` when the execution is stopped or the engine closes before. */
  sleepUntil(at: Instant): Promise<void>;
  /** Calls a function and waits for its answer, at most until `deadline`. Throws `Interruption` when stopped. */
  invoke(functionName: string, payload: unknown, deadline: Instant): Promise<Invoked>;
}
