import type { FaultName, Reach } from '../../../shared/runtime/simulation/faults.ts';
import type { SimulatedProcess } from '../../../shared/runtime/simulation/simulated-process.ts';
import type { Witness } from './witness.ts';

/** What went wrong, by where it struck: the phase of the run that a step served, or who else it was. */
export interface Coverage {
  struck(process: SimulatedProcess, reach: Reach, fault: FaultName | 'conflict'): void;
  /** Something that a person, another system or fate did to these runs. */
  happened(what: string, runIds: readonly string[]): void;
  /** How often, by `what|where`. */
  counts(): ReadonlyMap<string, number>;
}

export function makeCoverage(witness: Witness): Coverage {
  const counts = new Map<string, number>();
  const add = (what: string, where: string) => {
    const cell = `${what}|${where}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  };
  return {
    struck({ serves, name }, reach, fault) {
      add(
        `${reach}: ${fault}`,
        serves === undefined ? whoseName(name) : (witness.phaseOf(serves) ?? 'unknown'),
      );
    },
    happened(what, runIds) {
      for (const runId of runIds) add(what, witness.phaseOf(runId) ?? 'unknown');
    },
    counts: () => counts,
  };
}

/** `due-17` and `caller3-9` are due and a caller; a step without a run is a start that is still to be accepted. */
function whoseName(name: string): string {
  const stem = /^[A-Za-z]+/.exec(name)?.[0] ?? name;
  return stem === 'CheckWindow' ? 'a direct start' : stem;
}
