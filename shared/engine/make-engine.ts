import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../time/clock.ts';
import { executionOf, type TaskAnswer } from './callbacks.ts';
import type { ChildMachine, ChildMachines } from './children.ts';
import type { Identity } from './context.ts';
import type { Engine, Execution, Journal, TaskFunction } from './engine.ts';
import {
  DefinitionRefused,
  EngineClosed,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionRefused,
} from './errors.ts';
import { RunningExecution, type Surroundings } from './execution.ts';
import { Executions } from './executions.ts';
import { PAYLOAD_LIMIT_BYTES, sizeOf, throughJson } from './json.ts';
import { loadDefinition } from './load.ts';
import type { Machine } from './machine.ts';

export interface EngineOptions extends Identity {
  /** The definition with its substitutions filled in. */
  readonly definition: unknown;
  /** By the plain name of the function; an ARN in the definition is reduced to that name. */
  readonly functions: Readonly<Record<string, TaskFunction>>;
  /** The machines that this one may start, each known by its own ARN. They tell the same time. */
  readonly machines?: readonly ChildMachine[];
  readonly journal: Journal;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Random (version 4) UUIDs. */
  readonly ids: () => string;
  /** Told when an execution cannot go on because the journal or the clock failed. It stays RUNNING and can be resumed. */
  readonly onFault: (execution: string, fault: unknown) => void;
}

/** The engine of the contract, and what a composition wants to know of it besides. */
export interface EmbeddedEngine extends Engine, ChildMachine {
  /** How many functions are being called at this moment. While it is 0 the engine only waits for its clock. */
  inFlight(): number;
  /**
   * Answers a task token, as SendTaskSuccess and SendTaskFailure do. True once the answer is part of the history; false
   * where nobody waits with this token (any more). Throws `EngineClosed` where the answer must be given again.
   */
  answer(token: string, answer: TaskAnswer): Promise<boolean>;
  /** SendTaskHeartbeat. False where nobody waits with this token (any more). */
  heartbeat(token: string): Promise<boolean>;
}

/** The service's rule for names: no white space, brackets, wildcards, special or control characters, 1–80 long. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/**
 * Makes the embedded engine. Throws `DefinitionRefused` when the definition is not interpreted exactly, or names a
 * function that is not there.
 *
 * Durable as far as its journal is: a history append and a function's own writes are separate commits, so after a crash
 * `resume` may call a function again that had already done its work. Every function must bear that.
 * One engine owns a journal; two over the same one would both drive its executions.
 */
export function makeEngine(options: EngineOptions): EmbeddedEngine {
  const machine = machineOf(options.definition);
  const machines = new Map((options.machines ?? []).map((child) => [child.identity.stateMachine.id, child]));
  requireNamed(machine, options.functions, machines);
  const { journal } = options;
  const executions = new Executions(journal, options.onFault);
  const around: Surroundings = {
    ...options,
    machine,
    machines,
    identity: options,
    closing: executions.closing,
    track: (call) => executions.trackCall(call),
  };
  return {
    start: (name, input) => executions.trackWork(start(around, executions, name, input)),
    describe: async (name) => (await journal.read(name))?.execution,
    history: async (name) => {
      const record = await journal.read(name);
      if (record === undefined) throw new ExecutionDoesNotExist('read the history of', name);
      return record.events;
    },
    stop: (name, error, cause) => stop(around, executions, name, error, cause),
    ended: (name) => executions.ended(name),
    resume: () => executions.trackWork(resume(around, executions)),
    close: () => executions.close(),
    inFlight: () => executions.callsUnderWay,
    identity: options,
    answer: async (token, answer) => (await waiting(around, executions, token))?.give(token, answer) ?? false,
    heartbeat: async (token) => (await waiting(around, executions, token))?.beat(token) ?? false,
  };
}

/** Machines by the definition that they were read from: many engines of one process run the same. */
const loaded = new WeakMap<object, Machine>();

function machineOf(definition: unknown): Machine {
  if (typeof definition !== 'object' || definition === null) return loadDefinition(definition);
  const known = loaded.get(definition) ?? loadDefinition(definition);
  loaded.set(definition, known);
  return known;
}

async function start(
  around: Surroundings,
  executions: Executions,
  name: string,
  given: unknown,
): Promise<Execution> {
  if (executions.closing.aborted) throw new EngineClosed(`start ${name}`);
  const input = throughJson(given);
  requireStartable(name, input);
  const execution: Execution = { name, status: 'RUNNING', input, startedAt: around.clock.now() };
  if (await around.journal.create(execution)) {
    // Its end is told to those who ask, its fault to the owner; starting does not wait for either.
    void executions.launch(name, new RunningExecution(around, execution, []));
    return execution;
  }
  const existing = (await around.journal.read(name))?.execution;
  if (existing?.status === 'RUNNING' && isDeepStrictEqual(existing.input, input)) return existing;
  throw new ExecutionAlreadyExists(name);
}

async function stop(
  around: Surroundings,
  executions: Executions,
  name: string,
  error: string | undefined,
  cause: string,
): Promise<void> {
  if (await executions.stop(name, error, cause)) return;
  const record = await around.journal.read(name);
  if (await executions.stop(name, error, cause)) return;
  if (record === undefined) throw new ExecutionDoesNotExist('stop', name);
  if (record.execution.status !== 'RUNNING') return;
  const run = new RunningExecution(around, record.execution, record.events);
  run.stop(error, cause);
  await executions.launch(name, run);
}

async function resume(around: Surroundings, executions: Executions): Promise<readonly string[]> {
  const resumed: string[] = [];
  for (const name of await around.journal.running()) {
    try {
      if (await takeUp(around, executions, name)) resumed.push(name);
    } catch (fault) {
      // One history that cannot be read must not keep the others from going on.
      executions.report(name, fault);
    }
  }
  return resumed;
}

async function takeUp(around: Surroundings, executions: Executions, name: string): Promise<boolean> {
  const record = executions.has(name) ? undefined : await around.journal.read(name);
  if (record?.execution.status !== 'RUNNING' || executions.has(name) || executions.closing.aborted)
    return false;
  void executions.launch(name, new RunningExecution(around, record.execution, record.events));
  return true;
}

/** The execution that a token was made for, driven here: one that runs and is not driven yet is taken up first. */
async function waiting(around: Surroundings, executions: Executions, token: string) {
  if (executions.closing.aborted) throw new EngineClosed('answer a task token');
  const name = executionOf(token);
  if (name === undefined) return undefined;
  if (executions.driven(name) === undefined) await executions.trackWork(takeUp(around, executions, name));
  return executions.driven(name)?.callbacks;
}

function requireNamed(
  machine: Machine,
  functions: Readonly<Record<string, TaskFunction>>,
  machines: ChildMachines,
): void {
  const faults = [
    ...machine.functionNames
      .filter(({ functionName }) => !Object.hasOwn(functions, functionName))
      .map(({ functionName, ...place }) => ({
        ...place,
        message: `there is no function '${functionName}'.`,
      })),
    ...machine.machineArns
      .filter(({ machineArn }) => !machines.has(machineArn))
      .map(({ machineArn, ...place }) => ({
        ...place,
        message: `there is no state machine '${machineArn}'.`,
      })),
  ];
  if (faults.length > 0) throw new DefinitionRefused(faults);
}

function requireStartable(name: string, input: unknown): void {
  if (!NAME.test(name)) {
    throw new ExecutionRefused(
      `start ${JSON.stringify(name)} → not a name: 1 to 80 characters, none of them special`,
    );
  }
  const size = sizeOf(input);
  if (size > PAYLOAD_LIMIT_BYTES) {
    throw new ExecutionRefused(
      `start ${name} → the input has ${size} bytes, more than ${PAYLOAD_LIMIT_BYTES}`,
    );
  }
}
