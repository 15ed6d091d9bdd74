import type { Clock } from '../time/clock.ts';
import type { Invocation, TaskFunction } from './engine.ts';
import { type Failure, failure } from './failure.ts';
import { throughJson } from './json.ts';

/** What came of a call. */
export type Invoked =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly failure: Failure }
  | { readonly kind: 'timed out' };

/** The execution must go no further in this process: it was stopped, or the engine closes. Thrown, never recorded. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

const OVER = new Interruption();

/**
 * Calls a function as Lambda would be called and waits for its answer until the deadline.
 *
 * When the deadline passes or `stopped` is aborted, the function's signal is aborted and whatever it answers later is
 * ignored. `track` gets the call itself, which may outlive this promise.
 */
export async function invoke(
  call: TaskFunction,
  payload: unknown,
  invocation: Omit<Invocation, 'signal'>,
  around: { readonly clock: Clock; readonly stopped: AbortSignal; track(running: Promise<unknown>): void },
): Promise<Invoked> {
  const { clock, stopped } = around;
  const calling = new AbortController();
  const waiting = new AbortController();
  const answer = settle(call, throughJson(payload), { ...invocation, signal: calling.signal });
  around.track(answer);
  const late = clock
    .sleepUntil(invocation.deadline, waiting.signal)
    .then(() => ({ kind: 'timed out' }) as const);
  const interrupted = Promise.withResolvers<never>();
  const interrupt = () => interrupted.reject(new Interruption());
  stopped.addEventListener('abort', interrupt, { once: true });
  let answered = false;
  try {
    if (stopped.aborted) interrupt();
    const first = await Promise.race([answer, late, interrupted.promise]);
    answered = first.kind !== 'timed out';
    return first;
  } finally {
    stopped.removeEventListener('abort', interrupt);
    // With a reason of our own: to make the default one costs more than all the rest of an invocation here.
    waiting.abort(OVER);
    if (!answered) calling.abort();
  }
}

/** Never rejects: what a function throws is its answer. */
async function settle(call: TaskFunction, payload: unknown, invocation: Invocation): Promise<Invoked> {
  let returned: unknown;
  try {
    returned = await call(payload, invocation);
  } catch (thrown) {
    return { kind: 'threw', failure: failureOf(thrown) };
  }
  try {
    return { kind: 'returned', value: throughJson(returned) };
  } catch (unserialisable) {
    const errorMessage = `Unable to stringify response body: ${failureOf(unserialisable).error}`;
    return { kind: 'threw', failure: failureOf(named('Runtime.MarshalError', errorMessage)) };
  }
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/**
 * A thrown value as Lambda's Node runtime reports it: error = the error's name, cause = its JSON.
 *
 * `trace` stays empty: a stack names paths of the machine, and no stack belongs into a history.
 */
function failureOf(thrown: unknown): Failure & { readonly error: string } {
  const [errorType, errorMessage] =
    thrown instanceof Error ? [thrown.name, thrown.message] : [typeof thrown, String(thrown)];
  return failure(errorType, JSON.stringify({ errorType, errorMessage, trace: [] }));
}
