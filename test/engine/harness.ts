import type { ChildMachine } from '../../shared/engine/children.ts';
import type { Engine, Execution, HistoryEvent, Journal, TaskFunction } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { type EmbeddedEngine, makeEngine } from '../../shared/engine/make-engine.ts';
import { makeVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const START = Date.parse('2026-11-23T18:00:00Z');

export interface Rig {
  readonly engine: EmbeddedEngine;
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly faults: unknown[];
}

export interface RigOptions {
  readonly functions?: Record<string, TaskFunction>;
  readonly journal?: Journal;
  readonly clock?: VirtualClock;
  readonly random?: () => number;
  readonly machines?: readonly ChildMachine[];
  /** Part of the ARNs by which other machines know this one. */
  readonly machine?: string;
}

/** An engine over a virtual clock, with chance fixed at one half and ids counted. */
export function rigOf(definition: unknown, options: RigOptions = {}): Rig {
  const { functions = {}, journal = makeMemoryJournal(), clock = makeVirtualClock(START) } = options;
  const { machines = [], machine = 'machine' } = options;
  const faults: unknown[] = [];
  let ids = 0;
  const engine = makeEngine({
    definition,
    functions,
    machines,
    journal,
    clock,
    random: options.random ?? (() => 0.5),
    ids: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    executionId: (name) => `arn:aws:states:us-east-1:111111111111:execution:${machine}:${name}`,
    stateMachine: { id: `arn:aws:states:us-east-1:111111111111:stateMachine:${machine}`, name: machine },
    onFault: (_execution, fault) => faults.push(fault),
  });
  return { engine, clock, journal, faults };
}

export interface Run extends Rig {
  readonly execution: Execution;
  readonly events: readonly HistoryEvent[];
  readonly entered: readonly (string | undefined)[];
  readonly types: readonly string[];
}

/** Runs one execution to its end in virtual time. */
export async function run(definition: unknown, input: unknown, options: RigOptions = {}): Promise<Run> {
  const rig = rigOf(definition, options);
  await rig.engine.start('run', input);
  return { ...rig, ...(await finish(rig.engine, rig.clock, 'run')) };
}

/** Leaps through time until the execution has ended. */
export async function finish(engine: Engine, clock: VirtualClock, name: string) {
  let ended: Execution | undefined;
  void engine.ended(name).then((execution) => {
    ended = execution;
  });
  await clock.runUntil(() => ended !== undefined);
  if (ended === undefined) throw new Error(`${name} neither ended nor sleeps`);
  const events = await engine.history(name);
  return {
    execution: ended,
    events,
    types: events.map(({ type }) => type),
    entered: events.filter(({ type }) => type.endsWith('StateEntered')).map(({ state }) => state),
  };
}

/** A machine of JSONata states that starts at the first of them. */
export function machineOf(states: Record<string, unknown>): unknown {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states };
}

/** A machine of one Pass state. */
export const passOf = (fields: Record<string, unknown>) =>
  machineOf({ S: { Type: 'Pass', End: true, ...fields } });

/** A Task state that calls the function `work` through lambda:invoke. */
export const taskOf = (fields: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
  ...fields,
});

export function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
