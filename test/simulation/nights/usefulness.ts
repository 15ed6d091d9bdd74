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

/** What is asked of one kind of instances at one rate of faults per I/O; shares of the occurrences (ADR 0020). */
export interface Goal {
  readonly rate: number;
  readonly instances: Instances;
  readonly leastSucceeded: number;
  readonly mostUnknown: number;
  readonly mostUnsettled: number;
}

const goal = (
  rate: number,
  instances: Instances,
  leastSucceeded: number,
  mostUnknown: number,
  mostUnsettled: number,
): Goal => ({ rate, instances, leastSucceeded, mostUnknown, mostUnsettled });

export const GOALS: readonly Goal[] = [
  goal(0, 'one shard', 1, 0, 0),
  goal(0, 'sharded', 1, 0, 0),
  goal(0.001, 'one shard', 0.999, 0.001, 0.0001),
  goal(0.001, 'sharded', 0.99, 0.01, 0.005),
  goal(0.04, 'one shard', 0.85, 0.12, 0.01),
  goal(0.04, 'sharded', 0.65, 0.25, 0.15),
];

export const RATES: readonly number[] = [...new Set(GOALS.map(({ rate }) => rate))];

/** What falls short of its goal, each in a sentence. */
export function shortfalls(
  rate: number,
  useful: { readonly [instances in Instances]: Usefulness },
): readonly string[] {
  return GOALS.filter((one) => one.rate === rate).flatMap((asked) => {
    const of = useful[asked.instances];
    const share = (count: number) => count / Math.max(1, of.occurrences);
    const say = (what: string, is: number, bound: string) =>
      `at ${rate * 100} % faults, ${asked.instances}: ${what} ${percent(is)}, and should be ${bound}`;
    const [succeeded, unknown, unsettled] = [share(of.succeeded), share(of.unknown), share(of.unsettled)];
    return [
      ...(succeeded < asked.leastSucceeded
        ? [say('SUCCEEDED', succeeded, `at least ${percent(asked.leastSucceeded)}`)]
        : []),
      ...(unknown > asked.mostUnknown
        ? [say('UNKNOWN', unknown, `at most ${percent(asked.mostUnknown)}`)]
        : []),
      ...(unsettled > asked.mostUnsettled
        ? [say('unsettled after half an hour', unsettled, `at most ${percent(asked.mostUnsettled)}`)]
        : []),
    ];
  });
}

export const percent = (share: number): string => `${(100 * share).toFixed(3)} %`;
