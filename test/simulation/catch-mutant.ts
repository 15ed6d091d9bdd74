import { liveThrough } from './nights/night-report.ts';
import type { Mutant } from './nights/simulation.ts';
import { calm, makeWorld, ROUGH } from './nights/world.ts';

/** By what a mutant was caught, and how many nights it took. */
export interface Caught {
  readonly by: string;
  readonly nights: number;
  readonly says: string;
}

/** After so many rough nights, one in which nothing goes wrong shows whether the mutant still does anything. */
const ROUGH_NIGHTS_FIRST = 100;

/** What a mutant must not be caught by: a write that no store takes, or a record that nobody reads. */
const UNFIT = /ValueRefused|RecordUnreadable|TypeError|RangeError|ZodError/;

/** Lives through rough nights with the mutant until a law is broken, or it is seen to be useless. */
export async function catchMutant(mutant: Mutant, seed: number, most: number): Promise<Caught | undefined> {
  for (let nights = 1; nights <= most; nights += 1) {
    const report = await liveThrough(makeWorld(seed + nights - 1, ROUGH), { mutant });
    const [says] = report.violations;
    const unfit = report.surprises.find((line) => UNFIT.test(line));
    if (unfit !== undefined) throw new Error(`the mutant ${mutant.name} does not fit any more: ${unfit}`);
    if (says !== undefined) {
      const laws = [...new Set(report.violations.map((violation) => violation.split(':')[0] ?? ''))];
      return { by: laws.join(' '), nights, says };
    }
    if (nights !== Math.min(ROUGH_NIGHTS_FIRST, most)) continue;
    const quiet = await liveThrough(makeWorld(seed, calm(0)), { mutant });
    const failed = quiet.runs.find(({ outcome }) => outcome !== 'SUCCEEDED');
    if (failed !== undefined) {
      return {
        by: 'usefulness',
        nights,
        says: `with no fault at all, ${failed.runId} is ${failed.outcome} ${failed.reason}`,
      };
    }
  }
  return undefined;
}
