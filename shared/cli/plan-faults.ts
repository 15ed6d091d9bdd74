import type { PlanFault } from '../plan/faults.ts';

/** A plan has faults, so that nothing was begun with it. Its message lists them all. */
export class PlanUnsound extends Error {
  override readonly name = 'PlanUnsound';
  readonly faults: readonly PlanFault[];

  constructor(path: string, faults: readonly PlanFault[]) {
    super([`${faultCount(path, faults)} Nothing was begun.`, ...faultLines(path, faults)].join('\n'));
    this.faults = faults;
  }
}

/** The faults of a plan as compilers show theirs: `file:line:column  sentence  (did you mean …?)`, one a line. */
export function faultLines(path: string, faults: readonly PlanFault[]): readonly string[] {
  return faults.map(({ line, column, sentence, nearest }) => {
    const question = nearest === undefined ? '' : `  (did you mean ${nearest}?)`;
    return `${path}:${line}:${column}  ${sentence}${question}`;
  });
}

/** How many there are, in a sentence. */
export const faultCount = (path: string, faults: readonly PlanFault[]): string =>
  `${path} has ${faults.length === 1 ? 'one fault' : `${faults.length} faults`}.`;
