import type { NightReport } from './night-report.ts';

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

export const summaryOf = (report: NightReport): NightSummary => ({
  seed: report.world.seed,
  traceHash: report.traceHash,
  runs: report.runs,
  faults: report.faults.map(({ reach, fault }) => `${reach}: ${fault}`),
  coverage: [...report.coverage],
  checks: [...report.tallies].map(([name, { checks }]) => [name, checks] as const),
  violations: report.violations,
});
