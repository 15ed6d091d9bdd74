import * as z from 'zod/mini';
import type { Invocation, Journal, TaskFunction } from '../../engine/engine.ts';
import { makeMemoryJournal } from '../../engine/journal-memory.ts';
import { type EmbeddedEngine, makeEngine } from '../../engine/make-engine.ts';
import { makeCheckWindow } from '../../steps/check-window.ts';
import { makePollStatus } from '../../steps/poll-status.ts';
import type { Executions, Ports } from '../../steps/ports.ts';
import { makeRecordOutcome } from '../../steps/record-outcome.ts';
import { makeSwitchOver } from '../../steps/switch-over.ts';
import { SECOND } from '../../time/clock.ts';
import { STEP_FUNCTIONS, type StepName } from '../../workflow/names.ts';
import { framed, type Step } from '../step-frame.ts';
import { EMBEDDED_DEFINITION, executionIdOf } from '../workflow-engine.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** What runs the executions of a world, over one journal that outlives every process. */
export interface Platform {
  readonly engine: () => EmbeddedEngine;
  readonly journal: Journal;
  /** A new engine for the process that took over; it takes up what was running. */
  restart(host: SimulatedProcess): Promise<void>;
  /** The executions, as a process reaches them. */
  executionsOf(process: SimulatedProcess): Executions;
  /** The histories of all executions. */
  histories(): Promise<readonly unknown[]>;
  /** Executions that the journal can no longer drive. Must stay empty. */
  readonly broken: readonly string[];
}

export interface PlatformParts {
  readonly host: SimulatedProcess;
  /** Whether the engine dies with the processes, or is the platform's own and does not. */
  readonly mortal: boolean;
  /** A process for one invocation of a step, with everything that it may touch. */
  readonly seat: (step: string, serves: string | undefined) => { process: SimulatedProcess; ports: Ports };
  readonly random: () => number;
  readonly uuid: () => string;
}

const idOf = executionIdOf('');

export function makePlatform(parts: PlatformParts): Platform {
  const names: string[] = [];
  const kept = makeMemoryJournal();
  const journal: Journal = {
    ...kept,
    create: async (execution) => {
      const created = await kept.create(execution);
      if (created) names.push(execution.name);
      return created;
    },
  };
  const broken: string[] = [];
  const started = new Set<string>();
  let engine = engineOf(parts, parts.host, journal, broken);

  async function startOnce(runId: string): Promise<boolean> {
    if (started.has(runId) || (await engine.describe(runId)) !== undefined) return false;
    started.add(runId);
    await engine.start(runId, { runId });
    return true;
  }

  return {
    engine: () => engine,
    journal,
    histories: () => Promise.all(names.map((name) => journal.read(name))),
    broken,
    async restart(host) {
      started.clear();
      engine = engineOf(parts, host, journal, broken);
      await engine.resume();
    },
    executionsOf(process) {
      const lost = () => new Error('the platform did not answer');
      const reach = <T>(what: string, act: () => Promise<T>) => process.reach('execution', what, act, lost);
      const nameOf = (executor: string) => executor.slice(idOf.length);
      return {
        start: (runId) => reach('start execution', () => startOnce(runId)),
        stop: (executor, cause) =>
          reach('stop execution', () => engine.stop(nameOf(executor), 'Offpeak.Stopped', cause)),
        named: executionIdOf,
        status: (executor) =>
          reach('describe execution', async () => (await engine.describe(nameOf(executor)))?.status),
      };
    },
  };
}

function engineOf(
  parts: PlatformParts,
  host: SimulatedProcess,
  journal: Journal,
  broken: string[],
): EmbeddedEngine {
  const names = Object.keys(STEP_FUNCTIONS) as StepName[];
  return makeEngine({
    definition: EMBEDDED_DEFINITION,
    functions: Object.fromEntries(names.map((name) => [name, invocationOf(parts, name)])),
    journal: parts.mortal ? mortalJournal(host, journal) : journal,
    clock: host.clock,
    random: parts.random,
    ids: parts.uuid,
    onFault: (execution, fault) => broken.push(`${execution}: ${String(fault)}`),
    executionId: executionIdOf,
    stateMachine: { id: 'simulated:stateMachine', name: 'simulated' },
  });
}

const makers: Record<StepName, (ports: Ports) => Step<unknown>> = {
  CheckWindow: makeCheckWindow,
  SwitchOver: makeSwitchOver,
  PollStatus: makePollStatus,
  RecordOutcome: (ports) =>
    makeRecordOutcome({ ...ports, sentenceOf: (run) => `${run.outcome} ${run.reason}` }),
};

/** The run that a payload names; a direct start has none yet. */
function runIn(payload: unknown): string | undefined {
  const read = payloadSchema.safeParse(payload).data;
  return read?.runId ?? read?.input?.runId;
}

const payloadSchema = z.object({
  runId: z.optional(z.string()),
  input: z.optional(z.object({ runId: z.optional(z.string()) })),
});

/** Each invocation in a process of its own: when that dies, the platform is told, and whatever it had begun stays begun. */
function invocationOf(parts: PlatformParts, name: StepName): TaskFunction {
  return async (payload: unknown, _invocation: Invocation) => {
    const { process, ports } = parts.seat(name, runIn(payload));
    const endsAt = process.clock.now() + STEP_FUNCTIONS[name].functionTimeoutSeconds * SECOND;
    const work = framed(name, makers[name](ports), ports)(payload, endsAt);
    return parts.mortal ? await work : await Promise.race([work, process.death]);
  };
}

/** Appends of a process that can die before or after them; a dead one neither reads nor writes. */
function mortalJournal(host: SimulatedProcess, journal: Journal): Journal {
  const lost = () => new Error('a journal always answers');
  const around = <T>(what: string, act: () => Promise<T>) => host.reach('journal', what, act, lost);
  return {
    create: (execution) => around('journal create', () => journal.create(execution)),
    append: (name, events, change) =>
      around(`journal ${events.at(-1)?.type}`, () => journal.append(name, events, change)),
    async read(name) {
      await host.present();
      return journal.read(name);
    },
    async running() {
      await host.present();
      return journal.running();
    },
  };
}
