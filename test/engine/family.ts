import type { ChildMachine } from '../../shared/engine/children.ts';
import type { Journal, TaskFunction } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import type { EmbeddedEngine } from '../../shared/engine/make-engine.ts';
import { machineOf, rigOf, START, taskOf } from './harness.ts';
import { makeVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const CHILD_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:child';
export const childExecution = (name: string) =>
  `arn:aws:states:us-east-1:111111111111:execution:child:${name}`;

/** A Task that starts the child and waits in one of the two forms. */
export const starting = (form: string, fields: Record<string, unknown> = {}, args: object = {}) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::states:startExecution.${form}`,
  Arguments: { StateMachineArn: CHILD_ARN, Input: '{% $states.input %}', ...args },
  End: true,
  ...fields,
});

/** A child that works for a minute. */
export const MINUTE_OF_WORK = machineOf({
  Wait: { Type: 'Wait', Seconds: 60, Next: 'Work' },
  Work: taskOf({ Output: '{% $states.result.Payload %}', End: true }),
});

export interface FamilyOptions {
  readonly parent: unknown;
  readonly child?: unknown;
  readonly work?: TaskFunction;
  readonly clock?: VirtualClock;
  readonly journals?: { readonly parent: Journal; readonly child: Journal };
  /** Stands between parent and child. */
  readonly between?: (child: EmbeddedEngine) => ChildMachine;
}

/** A parent and the child that it may start: two engines over one clock, each with a journal of its own. */
export function familyOf(options: FamilyOptions) {
  const { clock = makeVirtualClock(START), work = async (event) => event } = options;
  const journals = options.journals ?? { parent: makeMemoryJournal(), child: makeMemoryJournal() };
  const child = rigOf(options.child ?? MINUTE_OF_WORK, {
    clock,
    journal: journals.child,
    machine: 'child',
    functions: { work },
  });
  const machines = [options.between?.(child.engine) ?? child.engine];
  const parent = rigOf(options.parent, { clock, journal: journals.parent, machine: 'parent', machines });
  return {
    parent: parent.engine,
    child: child.engine,
    clock,
    journals,
    faults: [...parent.faults, ...child.faults],
  };
}
