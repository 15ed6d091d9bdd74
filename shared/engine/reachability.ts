import type { Fault } from './errors.ts';
import type { State } from './machine.ts';

/** One transition as written. */
interface Target {
  readonly state: string;
  readonly field: string;
  readonly to: string;
}

/** Transitions that lead nowhere, states that nothing leads to, and a machine without an end: the service refuses all three. */
export function transitionFaults(
  startAt: string,
  names: readonly string[],
  targets: readonly Target[],
  states: readonly State[],
): readonly Fault[] {
  const known = new Set(names);
  const faults: Fault[] = [];
  if (startAt !== '' && !known.has(startAt)) {
    faults.push({ field: 'StartAt', message: `there is no state '${startAt}'.` });
  }
  for (const { state, field, to } of targets) {
    if (!known.has(to)) faults.push({ state, field, message: `there is no state '${to}'.` });
  }
  // Where a state could not be read, its transitions are unknown: the rest would be guesswork.
  if (states.length < names.length || !known.has(startAt)) return faults;
  const reached = reachedFrom(startAt, targets);
  for (const state of names) {
    if (!reached.has(state)) faults.push({ state, field: 'Type', message: 'nothing leads to this state.' });
  }
  if (!states.some(isEnd)) {
    faults.push({ field: 'States', message: 'no state ends the machine.' });
  }
  return faults;
}

function reachedFrom(startAt: string, targets: readonly Target[]): ReadonlySet<string> {
  const reached = new Set([startAt]);
  for (const from of reached) {
    for (const { state, to } of targets) if (state === from) reached.add(to);
  }
  return reached;
}

function isEnd(state: State): boolean {
  if (state.type === 'Succeed' || state.type === 'Fail') return true;
  return state.type !== 'Choice' && state.exit.next === undefined;
}
