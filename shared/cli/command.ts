import type { Surroundings } from './surroundings.ts';

/** What a command is made with. */
export interface Bench {
  readonly surroundings: Surroundings;
  /** Carries a command out; the number is the exit code. */
  conclude(work: () => Promise<number>): Promise<void>;
}
