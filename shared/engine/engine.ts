import type { Instant } from '../time/clock.ts';

/** What a Task's function is told besides its payload. */
export interface Invocation {
  readonly execution: string;
  readonly state: string;
  /** The instant at which this invocation must have ended: its state's TimeoutSeconds. */
  readonly deadline: Instant;
  /** Aborted when the execution is stopped or the state has timed out; the function's result is then ignored. */
  readonly signal: AbortSignal;
}

/** A function behind `arn:aws:states:::lambda:invoke`, found by the FunctionName in the state's Arguments. */
export type TaskFunction = (payload: unknown, invocation: Invocation) => Promise<unknown>;

/** One entry of an execution's history, in the service's vocabulary (`TaskStateEntered`, `LambdaFunctionSucceeded`, …). */
export interface HistoryEvent {
  readonly id: number;
  readonly type: string;
  readonly at: Instant;
  readonly state?: string;
  readonly data?: unknown;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

export interface Execution {
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly input: unknown;
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** Keeps histories. An append is durable when it resolves. Appending and a step's own writes are separate commits. */
export interface Journal {
  /** Creates the execution; `false` when the name exists already. */
  create(execution: Execution): Promise<boolean>;
  append(name: string, events: readonly HistoryEvent[], change?: Partial<Execution>): Promise<void>;
  read(name: string): Promise<{ execution: Execution; events: readonly HistoryEvent[] } | undefined>;
  /** Names of executions that are RUNNING. */
  running(): Promise<readonly string[]>;
}

/** Runs state machines as AWS Step Functions (Standard, JSONata) would. Names are unique for ever. */
export interface Engine {
  /** Same name and input while running: the running one. Otherwise throws `ExecutionAlreadyExists`. */
  start(name: string, input: unknown): Promise<Execution>;
  describe(name: string): Promise<Execution | undefined>;
  history(name: string): Promise<readonly HistoryEvent[]>;
  /** Aborts; runs no Catch. As at the service, a `.sync` child is aborted with it. */
  stop(name: string, error: string | undefined, cause: string): Promise<void>;
  /** Resolves with the ended execution. */
  ended(name: string): Promise<Execution>;
  /** Takes up every RUNNING execution of the journal where it left off. A state entered without an exit is invoked again. */
  resume(): Promise<readonly string[]>;
  /** Stops taking new work; resolves when nothing is in flight. Executions stay RUNNING in the journal. */
  close(): Promise<void>;
}
