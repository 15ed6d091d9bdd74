import type { Run } from '../../shared/protocol/run.ts';
import { type Instant, MINUTE } from '../../shared/time/clock.ts';
import { type Fault, type Io, kindsAt } from './faults.ts';
import { judgeStage, type Violation } from './judge.ts';
import type { Scenario } from './scenarios.ts';
import { makeStage } from './stage.ts';

/** What one case came to. */
export interface Played {
  readonly ios: readonly Io[];
  readonly runs: readonly Run[];
  readonly violations: readonly Violation[];
}

export interface Case {
  readonly faults: readonly Fault[];
  readonly violations: readonly Violation[];
}

/** What all cases of a scenario came to. */
export interface Row {
  readonly scenario: string;
  readonly ios: number;
  readonly cases: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly violated: readonly Case[];
}

/** Plays a scenario once, lets it come to rest, and judges it. Deterministic: the same faults, the same play. */
export async function play(scenario: Scenario, faults: readonly Fault[]): Promise<Played> {
  const stage = await makeStage({
    faults,
    ...(scenario.rig && { rig: scenario.rig }),
    ...(scenario.due && { due: scenario.due }),
  });
  await scenario.play(stage);
  const atRest = await stage.minutesUntil(async (runs) => {
    return runs.every((run) => rests(run, stage.clock.now())) && (await stage.journal.running()).length === 0;
  });
  return { ios: [...stage.ios()], runs: await stage.runs(), violations: await judgeStage(stage, atRest) };
}

/** What has not settled itself by then (mixed roles, for one) waits for a person, held. */
const SETTLES_WITHIN = 30 * MINUTE;

/** Closed, announced, and settled unless settling needs a person. */
function rests({ phase, announcedAt, outcome, closedAt = 0, settled }: Run, now: Instant): boolean {
  if (phase !== 'CLOSED' || announcedAt === undefined) return false;
  if (settled !== undefined) return settled.announced;
  return outcome !== 'UNKNOWN' || now > closedAt + SETTLES_WITHIN;
}

/** The outcome of a run in one line. */
export const labelOf = ({ outcome, reason, settled }: Run): string =>
  `${outcome} · ${reason}${settled && outcome === 'UNKNOWN' ? `, settled ${settled.as}` : ''}`;

/** Looks in a row that are all met by faults; of those after them each eighth is. */
const LOOKS_IN_A_ROW = 4;
const READS_A_LOOK = 2;

/** Every single fault at every I/O of the faultless play. Of a long row of like looks at the vendor, each eighth. */
export function* singles(ios: readonly Io[]): Generator<readonly Fault[]> {
  let reads = 0;
  for (const [at, io] of ios.entries()) {
    reads = io.place === 'vendor' ? reads + 1 : 0;
    const look = Math.ceil(reads / READS_A_LOOK);
    if (look > LOOKS_IN_A_ROW && look % 8 !== 0) continue;
    for (const kind of kindsAt(io)) yield [{ at, kind }];
  }
}

/** Plays every case and counts. */
export async function enumerate(
  scenario: Scenario,
  casesOf: (ios: readonly Io[]) => Iterable<readonly Fault[]>,
): Promise<Row> {
  const { ios } = await play(scenario, []);
  const outcomes: Record<string, number> = {};
  const violated: Case[] = [];
  let cases = 0;
  for (const faults of casesOf(ios)) {
    const { runs, violations } = await playOrSay(scenario, faults);
    cases += 1;
    const label = runs.map(labelOf).join(' + ') || 'nothing accepted';
    outcomes[label] = (outcomes[label] ?? 0) + 1;
    if (violations.length > 0) violated.push({ faults, violations });
  }
  return { scenario: scenario.name, ios: ios.length, cases, outcomes, violated };
}

async function playOrSay(scenario: Scenario, faults: readonly Fault[]) {
  try {
    return await play(scenario, faults);
  } catch (error) {
    const because = error instanceof Error && error.cause !== undefined ? `: ${String(error.cause)}` : '';
    return { runs: [], violations: [`${String(error)}${because}`] };
  }
}

/** About as many pairs are played of each scenario, evenly from all of them. */
const PAIRS_A_SCENARIO = 3_000;

/** Pairs of faults at two I/Os, the second counted in the play that has the first. Sampled evenly where there are too many. */
export function* pairs(ios: readonly Io[]): Generator<readonly Fault[]> {
  const ones = [...singles(ios)].flat();
  const all = (ones.length * (ones.length - 1)) / 2;
  const stride = Math.max(1, Math.floor(all / PAIRS_A_SCENARIO));
  let count = 0;
  for (const [index, first] of ones.entries()) {
    for (const second of ones.slice(index + 1)) {
      count += 1;
      if (second.at > first.at && count % stride === 0) yield [first, second];
    }
  }
}
