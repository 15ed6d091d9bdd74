import type { Clock } from '../time/clock.ts';
import { Callbacks, tokenFor } from './callbacks.ts';
import type { ChildMachines } from './children.ts';
import { contextObject, type Identity } from './context.ts';
import type { Execution, HistoryEvent, Journal, TaskFunction } from './engine.ts';
import { ERRORS, type Failure, failure, StateFault } from './failure.ts';
import type { Frame, Outcome } from './frame.ts';
import { arrival, evaluationFailed, type Visit } from './history.ts';
import { HistoryWriter, type StateEvent } from './history-writer.ts';
import { Interruption, type Invoked, invoke } from './invoke.ts';
import { type Machine, runState, type State } from './machine.ts';
import { waitDeadline } from './states/wait.ts';
import { evaluateTemplate } from './template.ts';
import { until } from './until.ts';

/** What an execution shares with its engine. */
export interface Surroundings {
  readonly machine: Machine;
  readonly functions: Readonly<Record<string, TaskFunction>>;
  readonly machines: ChildMachines;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: () => number;
  readonly ids: () => string;
  readonly identity: Identity;
  /** Aborted when the engine closes: nothing new is begun, what is under way is finished. */
  readonly closing: AbortSignal;
  track(running: Promise<unknown>): void;
}

/** One execution being driven from wherever its history stands, to its end or until it is interrupted. */
export class RunningExecution {
  readonly #around: Surroundings;
  readonly #stopped = new AbortController();
  /** The answers that come for this execution's task tokens. */
  readonly callbacks: Callbacks;
  readonly #history: HistoryWriter;
  #stopWith: Failure | undefined;

  constructor(around: Surroundings, execution: Execution, events: readonly HistoryEvent[]) {
    this.#around = around;
    const { journal, clock, machine } = around;
    this.#history = new HistoryWriter({ journal, clock, startAt: machine.startAt }, execution, events);
    this.callbacks = new Callbacks(clock, (token) => this.#waitsWith(token));
  }

  /** Aborts whatever is under way. `drive` then records the abortion and resolves. */
  stop(error: string | undefined, cause: string): void {
    this.#stopWith ??= error === undefined ? { cause } : failure(error, cause);
    this.#stopped.abort();
  }

  #waitsWith(token: string): boolean {
    const { position } = this.#history.progress;
    if (position.at !== 'inside' || this.#stopWith !== undefined) return false;
    const { attempt, phase } = position.visit;
    return attempt?.token === token && (phase === 'started' || phase === 'submitted');
  }

  /** Resolves with the execution: ended, or still RUNNING when the engine closed before. */
  async drive(): Promise<Execution> {
    try {
      return await this.#drive();
    } finally {
      this.callbacks.end(this.#history.execution.name, this.#history.execution.status !== 'RUNNING');
    }
  }

  async #drive(): Promise<Execution> {
    try {
      while (this.#history.execution.status === 'RUNNING') await this.#step();
    } catch (fault) {
      if (!(fault instanceof Interruption)) throw fault;
    }
    if (this.#history.execution.status === 'RUNNING' && this.#stopWith !== undefined) {
      await this.#history.commit([{ type: 'ExecutionAborted', data: this.#stopWith }], {
        status: 'ABORTED',
        ...this.#stopWith,
      });
    }
    return this.#history.execution;
  }

  async #step(): Promise<void> {
    const { position } = this.#history.progress;
    if (position.at === 'start') {
      return this.#append([{ type: 'ExecutionStarted', data: { input: this.#history.execution.input } }]);
    }
    if (position.at === 'end') {
      const { output } = position;
      return this.#append([{ type: 'ExecutionSucceeded', data: { output } }], {
        status: 'SUCCEEDED',
        output,
      });
    }
    if (this.#around.closing.aborted) throw new Interruption();
    if (position.at === 'between') return this.#enter(position.next, position.input);
    return this.#visit(position.visit);
  }

  async #enter(name: string, input: unknown): Promise<void> {
    const state = this.#around.machine.states.get(name);
    if (state === undefined) return this.#fail(unknownState(name));
    const entered = { type: `${state.type}StateEntered`, state: name, data: { input } };
    if (state.type !== 'Wait') return this.#append([entered]);
    const visit = arrival(name, input, this.#history.progress.lastId + 1, this.#around.clock.now());
    try {
      const until = await waitDeadline(state, this.#frame(visit));
      await this.#append([{ ...entered, data: { input, until } }]);
    } catch (fault) {
      await this.#failBy(fault, visit, [entered]);
    }
  }

  async #visit(visit: Visit): Promise<void> {
    const state = this.#around.machine.states.get(visit.state);
    if (state === undefined) return this.#fail(unknownState(visit.state));
    const failed = visit.failures.at(-1);
    if (state.type !== 'Task' && failed !== undefined) return this.#fail(failed);
    try {
      await this.#leave(state, await runState(state, this.#frame(visit)));
    } catch (fault) {
      await this.#failBy(fault, visit, []);
    }
  }

  async #leave(state: State, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'failed') return this.#fail(outcome.failure);
    const { output, assigned, next = null } = outcome;
    const variables = assigned === undefined ? {} : { assignedVariables: assigned };
    const exited = { type: `${state.type}StateExited`, data: { output, ...variables, next } };
    await this.#append([{ ...exited, state: this.#stateName() }]);
  }

  async #failBy(fault: unknown, visit: Visit, before: readonly StateEvent[]): Promise<void> {
    if (!(fault instanceof StateFault)) throw fault;
    const event = evaluationFailed(visit.state, visit.enteredId, fault);
    await this.#fail(event.data, [...before, { ...event, state: visit.state }]);
  }

  #fail({ error, cause }: Failure, before: readonly StateEvent[] = []): Promise<void> {
    const why = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    return this.#append([...before, { type: 'ExecutionFailed', data: why }], { status: 'FAILED', ...why });
  }

  async #append(events: readonly StateEvent[], end?: Partial<Execution>): Promise<void> {
    if (this.#stopWith !== undefined) throw new Interruption();
    await this.#history.append(events, end);
  }

  #stateName(): string {
    const { position } = this.#history.progress;
    return position.at === 'inside' ? position.visit.state : '';
  }

  /** The live visit, or the one about to begin. */
  #visitOf(visit: Visit): Visit {
    const { position } = this.#history.progress;
    return position.at === 'inside' ? position.visit : visit;
  }

  #frame(visit: Visit): Frame {
    const { clock, random, ids, identity, machines, closing } = this.#around;
    const { variables } = this.#history.progress;
    const { name } = this.#history.execution;
    const live = () => this.#visitOf(visit);
    const stopped = this.#stopped.signal;
    return {
      state: visit.state,
      variables,
      get visit() {
        return live();
      },
      clock,
      random,
      evaluate: (template, { token, ...extra } = {}) => {
        const context = contextObject(identity, this.#history.execution, live(), token);
        const states = { input: visit.input, context, ...extra };
        return evaluateTemplate(template, { ...variables, states }, { now: clock.now(), random, uuid: ids });
      },
      record: (events) => this.#append(events.map((event) => ({ ...event, state: visit.state }))),
      sleepUntil: (at) => this.#sleepUntil(at),
      invoke: (functionName, payload, deadline) => this.#invoke(visit.state, functionName, payload, deadline),
      executionId: identity.executionId(name),
      machines,
      callbacks: this.callbacks,
      get stopped() {
        return stopped.aborted;
      },
      newId: ids,
      newToken: () => tokenFor(name, ids()),
      until: (work, deadline) => until(work, deadline, clock, AbortSignal.any([closing, stopped])),
    };
  }

  async #sleepUntil(at: number): Promise<void> {
    const { clock, closing } = this.#around;
    const interrupted = AbortSignal.any([closing, this.#stopped.signal]);
    if (interrupted.aborted) throw new Interruption();
    try {
      await clock.sleepUntil(at, interrupted);
    } catch (fault) {
      throw interrupted.aborted ? new Interruption() : fault;
    }
  }

  async #invoke(state: string, functionName: string, payload: unknown, deadline: number): Promise<Invoked> {
    const { functions, clock, track } = this.#around;
    const call = Object.hasOwn(functions, functionName) ? functions[functionName] : undefined;
    if (call === undefined) {
      const cause = `Function not found: ${functionName}`;
      return { kind: 'threw', failure: failure('Lambda.ResourceNotFoundException', cause) };
    }
    const invocation = { execution: this.#history.execution.name, state, deadline };
    return invoke(call, payload, invocation, { clock, stopped: this.#stopped.signal, track });
  }
}

/** The definition changed while an execution was under way. */
const unknownState = (name: string) =>
  failure(ERRORS.runtime, `The definition has no state '${name}' (any more).`);
