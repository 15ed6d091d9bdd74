import type { Campaign } from './nights/campaign.ts';

/** What came of the occurrences of nights in which only the schedule ran. */
export interface Usefulness {
  /** Every occurrence of such a night is feasible: its instance is well, its opening has room, nobody is in the way. */
  readonly feasible: number;
  readonly succeeded: number;
  readonly unknown: number;
  /** Of the UNKNOWN, those that were still not settled at the end of the night. */
  readonly unsettled: number;
}

export function usefulnessOf({ runs, outcomes, unsettled }: Campaign): Usefulness {
  const count = (outcome: string) =>
    [...outcomes].reduce((sum, [name, times]) => (name.startsWith(outcome) ? sum + times : sum), 0);
  return { feasible: runs, succeeded: count('SUCCEEDED'), unknown: count('UNKNOWN'), unsettled };
}
