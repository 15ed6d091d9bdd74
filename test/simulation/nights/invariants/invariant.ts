import type { Seen } from '../seen.ts';

/** Says whether something holds; the sentence is what is wrong if it does not. */
export type Expect = (holds: boolean, wrong: () => string) => void;

/** One law that no world may break. */
export interface Invariant {
  readonly name: string;
  readonly sentence: string;
  readonly check: (seen: Seen, expect: Expect) => void;
}

/** How often a law was asked, and where it was broken. */
export interface Tally {
  checks: number;
  readonly violations: string[];
}

/** Asks one law about one night. */
export function ask({ name, check }: Invariant, seen: Seen): Tally {
  const tally: Tally = { checks: 0, violations: [] };
  check(seen, (holds, wrong) => {
    tally.checks += 1;
    if (!holds) tally.violations.push(`${name}: ${wrong()}`);
  });
  return tally;
}
