import { liveThrough, type NightReport } from './night-report.ts';
import { makeWorld, type Weather } from './world.ts';

/** What of a night is counted, small enough to come from another thread. */
export interface NightSummary {
  readonly seed: number;
  readonly traceHash: string;
  readonly runs: NightReport['runs'];
  /** By `kind of I/O: fault`. */
  readonly faults: readonly string[];
  /** By `what|where`: what went wrong in which phase. */
  readonly coverage: readonly (readonly [cell: string, count: number])[];
  /** By the name of the law: how often it was asked. */
  readonly checks: readonly (readonly [law: string, count: number])[];
  readonly violations: readonly string[];
}

/** Every so many nights are lived through twice, to see that they are the same (I20). */
const EACH_AGAIN = 100;

/** Lives through the night of a seed; each hundredth one is lived through again. */
export async function liveOne(seed: number, weather: Weather): Promise<NightSummary> {
  const world = makeWorld(seed, weather);
  const report = await liveThrough(world);
  const again = seed % EACH_AGAIN === 0 ? await liveThrough(world) : undefined;
  const same = again === undefined || again.traceHash === report.traceHash;
  return {
    seed,
    traceHash: report.traceHash,
    runs: report.runs,
    faults: report.faults.map(({ reach, fault }) => `${reach}: ${fault}`),
    coverage: [...report.coverage],
    checks: [
      ...[...report.tallies].map(([name, { checks }]) => [name, checks] as const),
      [REPEATS, again === undefined ? 0 : 1],
    ],
    violations: [...report.violations, ...(same ? [] : [`${REPEATS}: seed ${seed} gave another night`])],
  };
}

const REPEATS = 'I20';
