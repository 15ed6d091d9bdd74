import { COVERAGE_PLACES, coverageRows } from './coverage-table.ts';
import type { Campaign } from './nights/campaign.ts';
import { LAWS, PROVEN_ELSEWHERE } from './nights/invariants.ts';
import { type Instances, percent, type Usefulness } from './nights/usefulness.ts';

/** A campaign and how long it took. */
export interface Timed {
  readonly campaign: Campaign;
  readonly seconds: number;
  readonly threads: number;
}

/** What came of calm nights at each rate of faults. */
export type Useful = readonly {
  readonly rate: number;
  readonly of: { readonly [instances in Instances]: Usefulness };
}[];

/** What a person reads at the end of `npm run simulate`. */
export function* reportLines({ campaign, seconds, threads }: Timed, useful: Useful): Generator<string> {
  const { nights, runs, traceHash, checks } = campaign;
  const rate = (runs / seconds).toFixed(0);
  yield `${nights} nights, ${runs} runs in ${seconds.toFixed(0)} s on ${threads} threads: ${rate} runs/s; trace ${traceHash}`;
  yield '';
  yield 'faults';
  yield* counted(campaign.faults);
  yield '';
  yield 'outcomes';
  yield* counted(campaign.outcomes);
  yield '';
  yield* coverageLines(campaign);
  yield '';
  yield 'laws: checks made, violations';
  for (const { name, sentence } of LAWS) {
    const violations = campaign.broken?.violations.filter((one) => one.startsWith(`${name}:`)).length ?? 0;
    yield `  ${name.padEnd(5)} ${String(checks.get(name) ?? 0).padStart(9)} ${String(violations).padStart(3)}  ${sentence}`;
  }
  for (const [name, where] of Object.entries(PROVEN_ELSEWHERE))
    yield `  ${name.padEnd(5)} elsewhere: ${where}`;
  yield '';
  yield 'usefulness: the schedule alone, faults of I/O at one rate for every I/O';
  for (const { rate: faults, of } of useful) {
    for (const [instances, use] of Object.entries(of)) yield usefulnessLine(faults, instances, use);
  }
}

function usefulnessLine(rate: number, instances: string, use: Usefulness): string {
  const share = (count: number) => percent(count / Math.max(1, use.occurrences)).padStart(9);
  const { occurrences, succeeded, proven, unknown, unsettled } = use;
  return [
    `  ${`${rate * 100} %`.padEnd(6)} ${instances.padEnd(9)} ${String(occurrences).padStart(7)} occurrences:`,
    `SUCCEEDED ${share(succeeded)}, proven in the end ${share(proven)}, UNKNOWN ${share(unknown)},`,
    `unsettled after 30 min ${unsettled}`,
  ].join(' ');
}

function* counted(counts: ReadonlyMap<string, number>): Generator<string> {
  for (const [name, count] of [...counts].sort()) yield `  ${name.padEnd(44)} ${count}`;
}

const WIDTH = 10;

function* coverageLines({ coverage }: Campaign): Generator<string> {
  yield 'what struck where: the phase of the run, or who was at work (· cannot)';
  yield `  ${''.padEnd(40)}${COVERAGE_PLACES.map((place) => place.replace('a direct start', 'direct').padStart(WIDTH)).join('')}`;
  for (const { what, cells } of coverageRows(coverage)) {
    yield `  ${what.padEnd(40)}${cells.map((cell) => String(cell ?? '·').padStart(WIDTH)).join('')}`;
  }
}

/** The same for machines. */
export const reportJson = ({ campaign, seconds, threads }: Timed, useful: Useful) => ({
  nights: campaign.nights,
  runs: campaign.runs,
  threads,
  runsPerSecond: campaign.runs / seconds,
  traceHash: campaign.traceHash,
  faults: Object.fromEntries(campaign.faults),
  outcomes: Object.fromEntries(campaign.outcomes),
  coverage: Object.fromEntries(campaign.coverage),
  checks: Object.fromEntries(campaign.checks),
  violations: campaign.violations,
  usefulness: useful,
});
