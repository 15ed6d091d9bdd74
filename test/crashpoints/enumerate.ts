import type { Run } from '../../shared/protocol/run.ts';
import { HOUR, type Instant, MINUTE } from '../../shared/time/clock.ts';
import { type Fault, type Io, kindsAt } from './faults.ts';
import { judgeStage, type Violation } from './judge.ts';
import type { Scenario } from './scenario.ts';
import { makeStage, type Stage } from './stage.ts';

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

/** What some cases of a scenario came to. */
export interface Tally {
  readonly cases: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly violated: readonly Case[];
}

/** Plays a scenario once and lets it come to rest. Deterministic: the same faults, the same play. */
export async function playToRest(
  scenario: Scenario,
  faults: readonly Fault[],
): Promise<{ readonly stage: Stage; readonly atRest: boolean }> {
  const stage = await makeStage({
    faults,
    ...(scenario.rig && { rig: scenario.rig }),
    ...(scenario.due && { due: scenario.due }),
    ...(scenario.workflows && { workflows: scenario.workflows }),
  });
  await scenario.play(stage);
  const atRest =
    (await comesToRest(stage)) || ((await reachesLaterOpening(stage)) && (await comesToRest(stage)));
  return { stage, atRest };
}

/** Plays a scenario once and judges it. */
export async function play(scenario: Scenario, faults: readonly Fault[]): Promise<Played> {
  const { stage, atRest } = await playToRest(scenario, faults);
  return { ios: stage.ios(), runs: await stage.runs(), violations: await judgeStage(stage, atRest) };
}

const comesToRest = (stage: Stage): Promise<boolean> =>
  stage.minutesUntil(async (runs) => {
    return runs.every((run) => rests(run, stage.clock.now())) && (await stage.journal.running()).length === 0;
  });

/** A direct start that was late for this night waits for the next one, as it should. */
async function reachesLaterOpening({ clock, witness, pass }: Stage): Promise<boolean> {
  const waiting = [...witness.runs.values()].filter(({ phase }) => phase === 'WAITING');
  const opensAt = Math.max(...waiting.map(({ opening }) => opening?.opensAt ?? 0));
  if (opensAt <= clock.now()) return false;
  await pass(opensAt - clock.now());
  return true;
}

/** What has not settled itself by then (mixed roles, for one) waits for a person, held. */
const SETTLES_WITHIN = 90 * MINUTE;

/** What only a person frees is looked at daily, once everybody is told. */
const HALF_A_DAY = 12 * HOUR;

/** Closed, out of the outbox, and settled unless settling needs a person. */
function rests(run: Run, now: Instant): boolean {
  const { phase, announcedAt, attention, attentionAt = 0, hold, outcome, closedAt = 0 } = run;
  if (phase !== 'CLOSED' || announcedAt === undefined) return false;
  if (hold !== true) return attention === undefined;
  return outcome === 'UNKNOWN' ? now > closedAt + SETTLES_WITHIN : attentionAt > now + HALF_A_DAY;
}

/** The outcome of a run in one line. */
export const labelOf = ({ outcome, reason, settled }: Run): string =>
  `${outcome} · ${reason}${settled && outcome === 'UNKNOWN' ? `, settled ${settled.as}` : ''}`;

/** Every fault that differs at every I/O. */
export const singles = (ios: readonly Io[]): readonly Fault[] =>
  ios.flatMap((io, at) => kindsAt(io).map((kind) => ({ at, kind })));

/**
 * So many pairs that begin with this fault, evenly from all of them; all where there are no more. The I/Os of the second
 * fault are those of the play that has the first.
 */
export async function pairsAfter(
  scenario: Scenario,
  first: Fault,
  most: number,
): Promise<readonly (readonly Fault[])[]> {
  const { ios } = await play(scenario, [first]);
  const seconds = singles(ios).filter(({ at }) => at > first.at);
  const stride = Math.max(1, seconds.length / most);
  // Begins elsewhere for each first fault, so that the kinds of the second one take turns.
  const from = first.at % stride;
  const places = Array.from({ length: Math.min(most, seconds.length) }, (_, place) =>
    Math.floor(from + place * stride),
  );
  return places.flatMap((place) => (seconds[place] === undefined ? [] : [[first, seconds[place]]]));
}

/** Plays every case and counts. */
export async function tally(scenario: Scenario, cases: Iterable<readonly Fault[]>): Promise<Tally> {
  const outcomes: Record<string, number> = {};
  const violated: Case[] = [];
  let count = 0;
  for (const faults of cases) {
    const { runs, violations } = await playOrSay(scenario, faults);
    count += 1;
    const label = runs.map(labelOf).join(' + ') || 'nothing accepted';
    outcomes[label] = (outcomes[label] ?? 0) + 1;
    if (violations.length > 0) violated.push({ faults, violations });
  }
  return { cases: count, outcomes, violated };
}

/** A play that breaks off is a violation too. */
async function playOrSay(scenario: Scenario, faults: readonly Fault[]): Promise<Omit<Played, 'ios'>> {
  try {
    return await play(scenario, faults);
  } catch (error) {
    const because = error instanceof Error && error.cause !== undefined ? `: ${String(error.cause)}` : '';
    return { runs: [], violations: [`${String(error)}${because}`] };
  }
}
