import type { Execution, Journal } from './engine.ts';
import { EngineClosed, ExecutionDoesNotExist } from './errors.ts';
import type { RunningExecution } from './execution.ts';

/** Somebody who waits for an execution to end. */
type Waiter = { readonly name: string } & PromiseWithResolvers<Execution>;

/** The executions that this process drives, those who wait for their ends, and every call under way. */
export class Executions {
  readonly #journal: Journal;
  readonly #onFault: (execution: string, fault: unknown) => void;
  readonly #closing = new AbortController();
  readonly #driven = new Map<string, { run: RunningExecution; end: Promise<Execution> }>();
  readonly #waiters = new Set<Waiter>();
  readonly #calls = new Set<Promise<unknown>>();
  readonly #work = new Set<Promise<unknown>>();

  constructor(journal: Journal, onFault: (execution: string, fault: unknown) => void) {
    this.#journal = journal;
    this.#onFault = onFault;
  }

  /** Aborted once `close` was called. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  get callsUnderWay(): number {
    return this.#calls.size;
  }

  has(name: string): boolean {
    return this.#driven.has(name);
  }

  /** Lets `close` wait for a function's call, which may outlive its execution. */
  trackCall(call: Promise<unknown>): void {
    keep(this.#calls, call);
  }

  /** Lets `close` wait for work that may still launch an execution. */
  trackWork<T>(work: Promise<T>): Promise<T> {
    keep(this.#work, work);
    return work;
  }

  /** Drives an execution to its end, or as far as it comes before the engine closes. */
  launch(name: string, run: RunningExecution): Promise<Execution> {
    const end = run.drive();
    this.#driven.set(name, { run, end });
    const settled = end.then(
      (execution) => {
        this.#driven.delete(name);
        if (execution.status === 'RUNNING') this.#settle(name, (waiter) => waiter.reject(closedFor(name)));
        else this.#settle(name, (waiter) => waiter.resolve(execution));
      },
      (fault: unknown) => {
        this.#driven.delete(name);
        this.#settle(name, (waiter) => waiter.reject(fault));
        this.report(name, fault);
      },
    );
    keep(this.#work, settled);
    return end;
  }

  /** Tells the owner of the engine that an execution cannot go on in this process. */
  report(name: string, fault: unknown): void {
    this.#onFault(name, fault);
  }

  /** The execution, where this process drives it. */
  driven(name: string): RunningExecution | undefined {
    return this.#driven.get(name)?.run;
  }

  /** Stops a driven execution and resolves when that is recorded; `false` when it is not driven here. */
  async stop(name: string, error: string | undefined, cause: string): Promise<boolean> {
    const driven = this.#driven.get(name);
    if (driven === undefined) return false;
    driven.run.stop(error, cause);
    await driven.end;
    return true;
  }

  async ended(name: string): Promise<Execution> {
    const open = !this.closing.aborted;
    const waiter: Waiter = { name, ...Promise.withResolvers<Execution>() };
    // Waits before it reads: an end in between must not be missed. Whether anybody wants the promise is seen below.
    waiter.promise.catch(() => undefined);
    this.#waiters.add(waiter);
    const record = await this.#journal.read(name);
    if (record?.execution.status === 'RUNNING' && open) return waiter.promise;
    this.#waiters.delete(waiter);
    if (record === undefined) throw new ExecutionDoesNotExist('await the end of', name);
    if (record.execution.status === 'RUNNING') throw closedFor(name);
    return record.execution;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    while (this.#work.size + this.#calls.size > 0) {
      await Promise.allSettled([...this.#work, ...this.#calls]);
    }
    for (const { name } of this.#waiters) this.#settle(name, (waiter) => waiter.reject(closedFor(name)));
  }

  #settle(name: string, how: (waiter: Waiter) => void): void {
    for (const waiter of this.#waiters) {
      if (waiter.name === name && this.#waiters.delete(waiter)) how(waiter);
    }
  }
}

function keep(set: Set<Promise<unknown>>, promise: Promise<unknown>): void {
  set.add(promise);
  const forget = () => set.delete(promise);
  promise.then(forget, forget);
}

const closedFor = (name: string) => new EngineClosed(`await the end of ${name}`);
