import { MINUTE } from '../../../shared/time/clock.ts';
import type { NightReport } from './night-report.ts';

/** A sharded instance takes several sends, and each of them can be lost. */
export type Instances = 'one shard' | 'sharded';

/** What came of occurrences. In calm nights every one is feasible: its instance is well, nothing is in its way. */
export interface Usefulness {
  readonly occurrences: number;
  readonly succeeded: number;
  /** SUCCEEDED, or UNKNOWN and then settled as switched: proven in the end. */
  readonly proven: number;
  readonly unknown: number;
  /** Of the UNKNOWN, those that were not settled half an hour after their close. */
  readonly unsettled: number;
}

type Counted = { -readonly [name in keyof Usefulness]: number };

export const nothingYet = (): Counted => ({
  occurrences: 0,
  succeeded: 0,
  proven: 0,
  unknown: 0,
  unsettled: 0,
});

/** An UNKNOWN that is not settled by then counts as unsettled. */
const LATE = 30 * MINUTE;

/** Counts one run more. */
export function countUse(use: Counted, run: NightReport['runs'][number]): void {
  const { outcome, settled, settledAfter = LATE } = run;
  const unknown = outcome === 'UNKNOWN';
  use.occurrences += 1;
  if (outcome === 'SUCCEEDED') use.succeeded += 1;
  if (outcome === 'SUCCEEDED' || (unknown && settled === 'SWITCHED')) use.proven += 1;
  if (unknown) use.unknown += 1;
  if (unknown && settledAfter >= LATE) use.unsettled += 1;
}

/** What is asked of one kind of instances at one rate of faults per I/O; shares of the occurrences (ADR 0018). */
export interface Goal {
  readonly rate: number;
  readonly instances: Instances;
  readonly leastSucceeded: number;
  readonly mostUnknown: number;
  readonly mostUnsettled: number;
}

type Row = readonly [
  rate: number,
  instances: Instances,
  leastSucceeded: number,
  mostUnknown: number,
  mostUnsettled: number,
];

const ROWS: readonly Row[] = [
  [0, 'one shard', 1, 0, 0],
  [0, 'sharded', 1, 0, 0],
  [0.001, 'one shard', 0.997, 0.003, 0.0001],
  [0.001, 'sharded', 0.993, 0.007, 0.005],
  [0.04, 'one shard', 0.9, 0.09, 0.0001],
  [0.04, 'sharded', 0.8, 0.19, 0.11],
];

export const GOALS: readonly Goal[] = ROWS.map(
  ([rate, instances, leastSucceeded, mostUnknown, mostUnsettled]) => ({
    rate,
    instances,
    leastSucceeded,
    mostUnknown,
    mostUnsettled,
  }),
);

export const RATES: readonly number[] = [...new Set(GOALS.map(({ rate }) => rate))];

/** What falls short of its goal by more than chance can, each in a sentence. */
export function shortfalls(
  rate: number,
  useful: { readonly [instances in Instances]: Usefulness },
): readonly string[] {
  return GOALS.filter((goal) => goal.rate === rate).flatMap((goal) => {
    const { occurrences, succeeded, unknown, unsettled } = useful[goal.instances];
    const count = Math.max(1, occurrences);
    const slack = (share: number) => 3 * Math.sqrt((share * (1 - share)) / count);
    const say = (what: string, is: number, bound: string) =>
      `at ${rate * 100} % faults, ${goal.instances}: ${what} ${percent(is / count)}, and should be ${bound}`;
    const most = (what: string, is: number, share: number) =>
      is / count > share + slack(share) ? [say(what, is, `at most ${percent(share)}`)] : [];
    const least = goal.leastSucceeded;
    return [
      ...(succeeded / count < least - slack(least)
        ? [say('SUCCEEDED', succeeded, `at least ${percent(least)}`)]
        : []),
      ...most('UNKNOWN', unknown, goal.mostUnknown),
      ...most('unsettled after half an hour', unsettled, goal.mostUnsettled),
    ];
  });
}

export const percent = (share: number): string => `${(100 * share).toFixed(3)} %`;
