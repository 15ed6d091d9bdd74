import type { Campaign } from './nights/campaign.ts';

/** What came of the occurrences of nights in which only the schedule ran. */
export interface Usefulness {
  /** Every occurrence of such a night is feasible: its instance is well, its opening has room, nobody is in the way. */
  readonly feasible: number;
  readonly succeeded: number;
  /** SUCCEEDED, or UNKNOWN and then settled as switched: proven in the end. */
  readonly proven: number;
  readonly unknown: number;
  /** Of the UNKNOWN, those that were not settled half an hour after their close. */
  readonly unsettled: number;
}

export function usefulnessOf(campaign: Campaign): Usefulness {
  const { runs, outcomes, unsettled, settledAsSwitched } = campaign;
  const count = (outcome: string) =>
    [...outcomes].reduce((sum, [name, times]) => (name.startsWith(outcome) ? sum + times : sum), 0);
  const succeeded = count('SUCCEEDED');
  return {
    feasible: runs,
    succeeded,
    proven: succeeded + settledAsSwitched,
    unknown: count('UNKNOWN'),
    unsettled,
  };
}

/** The least share of feasible occurrences at each rate of faults per I/O, and the most UNKNOWN left unsettled (ADR 0020). */
export const GOALS: readonly { rate: number; succeeded: number; unknown: number; unsettled: number }[] = [
  { rate: 0, succeeded: 1, unknown: 0, unsettled: 0 },
  { rate: 0.001, succeeded: 0.999, unknown: 0.001, unsettled: 0.0001 },
  { rate: 0.04, succeeded: 0.9, unknown: 0.05, unsettled: 0.01 },
];

/** What falls short of its goal, each in a sentence. */
export function shortfalls(rate: number, of: Usefulness): readonly string[] {
  const goal = GOALS.find((one) => one.rate === rate);
  if (goal === undefined) return [];
  const share = (count: number) => count / Math.max(1, of.feasible);
  const say = (what: string, is: number, bound: string) =>
    `at ${rate * 100} % faults, ${what} is ${(100 * is).toFixed(3)} %, and should be ${bound}`;
  return [
    ...(share(of.succeeded) < goal.succeeded
      ? [say('SUCCEEDED', share(of.succeeded), `at least ${goal.succeeded * 100} %`)]
      : []),
    ...(share(of.unknown) > goal.unknown
      ? [say('UNKNOWN', share(of.unknown), `at most ${goal.unknown * 100} %`)]
      : []),
    ...(share(of.unsettled) > goal.unsettled
      ? [
          say(
            'UNKNOWN and unsettled after half an hour',
            share(of.unsettled),
            `at most ${goal.unsettled * 100} %`,
          ),
        ]
      : []),
  ];
}
