import type { Tally } from './invariants/invariant.ts';
import { PROVEN_ELSEWHERE } from './invariants.ts';
import { liveThrough, type NightReport } from './night-report.ts';
import type { Mutant } from './simulation.ts';
import { makeWorld, type Weather } from './world.ts';

/** What many nights came to together. */
export interface Campaign {
  readonly nights: number;
  readonly runs: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly outcomes: ReadonlyMap<string, number>;
  /** UNKNOWN runs that were not settled when their night was over. */
  readonly unsettled: number;
  /** Hash over the hashes of all nights, in order. */
  readonly traceHash: string;
  readonly broken: NightReport | undefined;
}

export interface CampaignOptions {
  readonly seed: number;
  readonly runs: number;
  readonly weather: Weather;
  readonly mutant?: Mutant | undefined;
  readonly digest: (text: string) => string;
  /** Called between two nights. */
  readonly between?: () => Promise<void>;
}

/** Lives through one night after the other, from that seed on, until so many runs were accepted or a law was broken. */
export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const faults = new Map<string, number>();
  const tallies = new Map<string, Tally>();
  const outcomes = new Map<string, number>();
  let [nights, runs, unsettled, hash] = [0, 0, 0, ''];
  let broken: NightReport | undefined;
  while (runs < options.runs && broken === undefined) {
    const report = await liveThrough(makeWorld(options.seed + nights, options.weather), {
      mutant: options.mutant,
    });
    nights += 1;
    runs += report.runs.length;
    unsettled += report.runs.filter((run) => run.outcome === 'UNKNOWN' && run.settled === undefined).length;
    hash = options.digest(hash + report.traceHash);
    for (const { reach, fault } of report.faults) add(faults, `${reach}: ${fault}`, 1);
    for (const { outcome, reason } of report.runs) add(outcomes, `${outcome} · ${reason}`, 1);
    for (const [name, tally] of report.tallies) {
      const known = tallies.get(name) ?? { checks: 0, violations: [] };
      tallies.set(name, {
        checks: known.checks + tally.checks,
        violations: [...known.violations, ...tally.violations],
      });
    }
    if (report.violations.length > 0) broken = report;
    await options.between?.();
  }
  return { nights, runs, faults, tallies, outcomes, unsettled, traceHash: hash, broken };
}

/** Laws that were never asked: a law with no check made proves nothing. */
export const neverAsked = ({ tallies }: Campaign): readonly string[] =>
  [...tallies].flatMap(([name, { checks }]) => (checks === 0 && !(name in PROVEN_ELSEWHERE) ? [name] : []));

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}
