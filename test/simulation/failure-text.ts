import type { NightReport } from './nights/night-report.ts';
import { lawOf, shrink } from './nights/shrink.ts';
import type { Mutant } from './nights/simulation.ts';
import { readable } from './readable-trace.ts';

/** What a person needs of a night that broke a law: the law, the smallest night found, its story, and how to see it again. */
export async function failureText(
  broken: NightReport,
  mutant: Mutant | undefined,
  commit: string,
): Promise<string> {
  const { world, faults, report } = await shrink(broken, mutant);
  const { acts, ...rest } = world;
  const { faults: rates, acts: people } = world.weather;
  const altered = `${mutant === undefined ? '' : ` --mutant ${mutant.name}`}${people ? '' : ` --rate ${rates.any}`}`;
  return [
    `\nVIOLATION of ${lawOf(broken)} in seed ${world.seed}${altered}, commit ${commit}`,
    ...report.violations.map((violation) => `  ${violation}`),
    `\nthe world: ${JSON.stringify(rest)}`,
    `\nfaults that are needed (${faults.length} of ${broken.faults.length}):`,
    ...faults.map((fault) => `  at I/O ${fault.io} ${fault.reach}: ${fault.fault} ${fault.amount} ms`),
    `\nacts that are needed (${acts.length} of ${broken.world.acts.length}):`,
    ...acts.map((act) => `  ${JSON.stringify(act)}`),
    '\nwhat happened (milliseconds since 01:58, process, what):',
    ...readable(report.trace).map((line) => `  ${line}`),
    `\nsee it again: npm run simulate -- --seed ${world.seed} --runs 1${altered}`,
  ].join('\n');
}
