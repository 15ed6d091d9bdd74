import * as z from 'zod/mini';
import type { Journal, TaskFunction } from '../engine/engine.ts';
import { type EmbeddedEngine, makeEngine } from '../engine/make-engine.ts';
import type { Run } from '../protocol/run.ts';
import { makeCheckWindow } from '../steps/check-window.ts';
import { makePollStatus } from '../steps/poll-status.ts';
import type { Executions, Ports } from '../steps/ports.ts';
import { makeRecordOutcome } from '../steps/record-outcome.ts';
import { makeSwitchOver } from '../steps/switch-over.ts';
import { SECOND } from '../time/clock.ts';
import { substitute } from '../workflow/definition.ts';
import { STEP_FUNCTIONS, type StepName, substitutionOf } from '../workflow/names.ts';
import { framed, type Step } from './step-frame.ts';

const MACHINE = 'offpeak';

/** What the engine's executions are called to the outside: the same form wherever the machine is embedded. */
export const executionIdOf = (name: string): string => `embedded:execution:${MACHINE}:${name}`;

const nameOfExecution = (id: string): string => id.slice(executionIdOf('').length);

/** The definition as the embedded engine runs it: the deployed object with its substitutions filled in. */
export const EMBEDDED_DEFINITION: Readonly<Record<string, unknown>> = substitute({
  Partition: 'aws',
  ...Object.fromEntries(
    (Object.keys(STEP_FUNCTIONS) as StepName[]).map((name) => [substitutionOf(name), name]),
  ),
});

export interface WorkflowEngineParts {
  readonly ports: Omit<Ports, 'executions'>;
  readonly sentenceOf: (run: Run) => string;
  readonly journal: Journal;
  readonly uuid: () => string;
  readonly onFault: (execution: string, fault: unknown) => void;
  /** Called around each invocation of a step with the run it is for; not where a direct start has none yet. */
  readonly inRun?: InRun;
}

type InRun = <Result>(runId: string, step: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * The four steps behind the deployed definition in the embedded engine, and the ports completed by its executions.
 * Serves the embedded composition and the simulation alike.
 */
export function makeWorkflowEngine(parts: WorkflowEngineParts): { engine: EmbeddedEngine; ports: Ports } {
  const { journal, uuid, onFault } = parts;
  const { clock, random } = parts.ports;
  const starting = new Set<string>();
  const executions: Executions = {
    start: (runId) => startOnce(engine, runId, starting),
    stop: (executor, cause) => engine.stop(nameOfExecution(executor), 'Offpeak.Stopped', cause),
    named: executionIdOf,
    status: async (executor) => (await engine.describe(nameOfExecution(executor)))?.status,
  };
  const ports: Ports = { ...parts.ports, executions };
  const steps: Record<StepName, Step<unknown>> = {
    CheckWindow: makeCheckWindow(ports),
    SwitchOver: makeSwitchOver(ports),
    PollStatus: makePollStatus(ports),
    RecordOutcome: makeRecordOutcome({ ...ports, sentenceOf: parts.sentenceOf }),
  };
  const engine = makeEngine({
    definition: EMBEDDED_DEFINITION,
    functions: Object.fromEntries(
      Object.entries(steps).map(([name, step]) => [
        name,
        inFrame(step, name as StepName, ports, parts.inRun ?? justDo),
      ]),
    ),
    journal,
    clock,
    random,
    ids: uuid,
    onFault,
    executionId: executionIdOf,
    stateMachine: { id: `embedded:stateMachine:${MACHINE}`, name: MACHINE },
  });
  return { engine, ports };
}

const justDo: InRun = (_runId, _step, work) => work();

/** The run that a step's payload is for; a direct start has none yet. */
function runIn(payload: unknown): string | undefined {
  const read = z.union([ofRun, z.object({ input: ofRun })]).safeParse(payload);
  if (!read.success) return undefined;
  return 'input' in read.data ? read.data.input.runId : read.data.runId;
}
const ofRun = z.object({ runId: z.string() });

/** Gives a step the time that its Lambda function would have, which is less than its state allows. */
function inFrame(step: Step<unknown>, name: StepName, { clock, log }: Ports, inRun: InRun): TaskFunction {
  const run = framed(name, step, { clock, log });
  return async (payload) => {
    const endsAt = clock.now() + STEP_FUNCTIONS[name].functionTimeoutSeconds * SECOND;
    const runId = runIn(payload);
    if (runId === undefined) return await run(payload, endsAt);
    return await inRun(runId, name, () => run(payload, endsAt));
  };
}

/** The engine takes a start that is repeated while it runs for the same one; here only the first may say that it was it. */
async function startOnce(engine: EmbeddedEngine, runId: string, starting: Set<string>): Promise<boolean> {
  if (starting.has(runId)) return false;
  starting.add(runId);
  try {
    if ((await engine.describe(runId)) !== undefined) return false;
    await engine.start(runId, { runId });
    return true;
  } finally {
    starting.delete(runId);
  }
}
