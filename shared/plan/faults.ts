/** Where something stands in a plan: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** Something wrong, by its path in the plan; its place in the file is found afterwards. */
export interface Finding {
  readonly path: Path;
  /** The fault lies in the key itself, not in what it holds. */
  readonly inKey?: boolean;
  /** One whole sentence. Never holds the value of `credentials` or of a channel. */
  readonly sentence: string;
  /** The valid word that was most probably meant. */
  readonly nearest?: string;
}

/** Something wrong, as a person is told: `line` and `column` begin at 1. */
export interface PlanFault {
  /** As in `rules[2].window`; empty for the plan as a whole. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
  readonly nearest?: string;
}

/** A path as a person reads it: `rules[2].match.instance`. */
export function showPath(path: Path): string {
  return path.reduce<string>((shown, step) => {
    if (typeof step === 'number') return `${shown}[${step}]`;
    return shown === '' ? step : `${shown}.${step}`;
  }, '');
}
