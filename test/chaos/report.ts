import type { Campaign } from './campaign.ts';
import type { Violation } from './judge.ts';

/** What a campaign came to, as numbers. */
export interface Summary {
  readonly seed: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly runs: number;
  readonly executed: number;
  readonly calls: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
  /** Open runs at a kill, by phase. */
  readonly phases: Readonly<Record<string, number>>;
  /** Cancelled after the last round, by the phase in which they waited. */
  readonly cancelled: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly untold: number;
  readonly intruders: number;
  readonly readable: number;
  readonly records: number;
  readonly searched: number;
  readonly violations: number;
}

export function summaryOf(campaign: Campaign, seconds: number): Summary {
  const { schedule, tally, witness, triggers } = campaign;
  const { executed, calls } = witness.truth();
  const runs = [...(campaign.reading?.stories.values() ?? [])].map(({ run }) => run);
  const faults = schedule.rounds
    .slice(0, tally.rounds)
    .flatMap(({ newcomers }) => newcomers.flatMap((one) => one.faults.map(({ fault }) => fault)));
  return {
    seed: schedule.seed,
    rounds: tally.rounds,
    seconds: Math.round(seconds),
    runs: runs.length,
    executed: executed.length,
    calls: [...calls.values()].reduce((sum, one) => sum + one, 0),
    outcomes: counted(
      runs.map(({ outcome, reason, phase, settled }) =>
        outcome === undefined
          ? `open, ${phase}`
          : `${outcome} · ${reason}${settled ? `, settled ${settled.as}` : ''}`,
      ),
    ),
    faults: counted(faults),
    answers: sorted(triggers.answers()),
    phases: sorted(tally.phases),
    cancelled: sorted(tally.cancelled),
    unanswered: tally.unanswered,
    untold: tally.untold,
    intruders: tally.intruders,
    readable: tally.readable,
    records: tally.records,
    searched: tally.searched,
    violations: tally.violations.length,
  };
}

function counted(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return sorted(counts);
}

const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));

/** The summary for people. */
export function summaryText(summary: Summary): string {
  const table = (title: string, counts: Readonly<Record<string, number>>) =>
    [
      `\n${title}`,
      ...Object.entries(counts).map(([name, n]) => `  ${name.padEnd(44)} ${String(n).padStart(5)}`),
    ].join('\n');
  return [
    `${summary.rounds} rounds (one SIGKILL, one restart, one reading each) in ${summary.seconds} s, seed ${summary.seed}`,
    `${summary.runs} runs, ${summary.calls} SwitchOvers sent, ${summary.executed} executed`,
    `killed between the claim of a send and its answer in the record: ${summary.unanswered}; between a close and its announcement: ${summary.untold}`,
    table('open runs when their service was killed, by phase', summary.phases),
    table('faults of the endpoint', summary.faults),
    table('answers to triggers', summary.answers),
    table('cancelled after the last round, by phase', summary.cancelled),
    table('outcomes', summary.outcomes),
    '',
    `the store was opened and sound ${summary.readable} times, ${summary.records} records read`,
    `second processes refused: ${summary.intruders}; texts and files searched for secrets: ${summary.searched}`,
    `violations: ${summary.violations}`,
  ].join('\n');
}

/** A violation with all that is known of it: the run as it is recorded, and what the endpoint says of its instance. */
export function violationText({ reading, witness }: Campaign, violation: Violation): string {
  const { runId, instance, wrong } = violation;
  const stories = [...(reading?.stories.values() ?? [])].filter(
    ({ run }) => run.runId === runId || (runId === undefined && run.instance.endsWith(`/${instance}`)),
  );
  const about = instance ?? stories[0]?.run.instance.split('/')[1];
  return [
    `VIOLATION ${runId ?? ''} ${about ?? ''}: ${wrong}`,
    ...stories.map((story) => JSON.stringify(story, undefined, 1)),
    ...(about === undefined ? [] : witness.linesOf(about).filter((line) => line.includes('SwitchOver'))),
  ].join('\n');
}
