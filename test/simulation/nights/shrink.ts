import { type Fault, makeScriptedFaults } from '../../../shared/runtime/simulation/faults.ts';
import { liveThrough, type NightReport } from './night-report.ts';
import type { Mutant } from './simulation.ts';
import type { World } from './world.ts';

/** The smallest night found that still breaks the same law. */
export interface Shrunk {
  readonly world: World;
  readonly faults: readonly Fault[];
  readonly report: NightReport;
}

/**
 * Leaves out faults and acts one by one while the same law stays broken. Faults that come after one that was left out keep
 * their number, so some of them may meet another I/O: what is kept is whatever still fails.
 */
export async function shrink(broken: NightReport, mutant: Mutant | undefined): Promise<Shrunk> {
  const law = lawOf(broken);
  const replay = async (world: World, faults: readonly Fault[]): Promise<NightReport | undefined> => {
    const report = await liveThrough(world, { mutant, faults: makeScriptedFaults(faults) });
    return lawOf(report) === law ? report : undefined;
  };
  let best: Shrunk = { world: broken.world, faults: broken.faults, report: broken };
  for (let place = best.faults.length - 1; place >= 0; place -= 1) {
    const faults = best.faults.filter((_, number) => number !== place);
    const report = await replay(best.world, faults);
    if (report !== undefined) best = { ...best, faults, report };
  }
  for (let place = best.world.acts.length - 1; place >= 0; place -= 1) {
    const world = { ...best.world, acts: best.world.acts.filter((_, number) => number !== place) };
    const report = await replay(world, best.faults);
    if (report !== undefined) best = { ...best, world, report };
  }
  return best;
}

/** The first law that a night broke. */
export const lawOf = (report: NightReport): string | undefined => report.violations[0]?.split(':')[0];
