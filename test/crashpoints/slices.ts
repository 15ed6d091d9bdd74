import * as z from 'zod';
import { type Case, pairsAfter, play, singles, type Tally, tally } from './enumerate.ts';
import { FAULT_KINDS, type Fault } from './faults.ts';
import type { Scenario } from './scenario.ts';

export type Mode = 'singles' | 'pairs';

/** About as many pairs are played of each scenario, evenly from all of them. */
const PAIRS_A_SCENARIO = 6_000;

/** First faults in a slice: few enough that the threads end together. */
const SINGLES_A_SLICE = 48;
const FIRSTS_A_SLICE = 4;

const faultSchema = z.object({ at: z.number(), kind: z.enum(FAULT_KINDS) });

/** Cases of one scenario that are played in one go, in whatever thread is free. */
export const sliceSchema = z.object({
  scenario: z.string(),
  firsts: z.array(faultSchema),
  /** The most pairs that begin with one of these; absent where the faults are played alone. */
  pairs: z.number().optional(),
});
export type Slice = Readonly<z.infer<typeof sliceSchema>>;

export const tallySchema = z.object({
  cases: z.number(),
  outcomes: z.record(z.string(), z.number()),
  violated: z.array(z.object({ faults: z.array(faultSchema), violations: z.array(z.string()) })),
});

/** A scenario before its cases are played: its I/Os, and the slices that are all of its cases together. */
export interface Planned {
  readonly scenario: string;
  readonly ios: number;
  readonly slices: readonly Slice[];
}

/** Plays the scenario without faults, and cuts its cases into slices. */
export async function planOf(scenario: Scenario, mode: Mode): Promise<Planned> {
  const { ios } = await play(scenario, []);
  const firsts = singles(ios);
  const pairs = mode === 'pairs' ? Math.ceil(PAIRS_A_SCENARIO / firsts.length) : undefined;
  const size = mode === 'pairs' ? FIRSTS_A_SLICE : SINGLES_A_SLICE;
  const slices = Array.from({ length: Math.ceil(firsts.length / size) }, (_, slice) => ({
    scenario: scenario.name,
    firsts: firsts.slice(slice * size, (slice + 1) * size),
    ...(pairs !== undefined && { pairs }),
  }));
  return { scenario: scenario.name, ios: ios.length, slices };
}

/** Plays the cases of a slice. */
export async function playSlice(scenario: Scenario, { firsts, pairs }: Slice): Promise<Tally> {
  if (pairs === undefined)
    return await tally(
      scenario,
      firsts.map((fault) => [fault]),
    );
  const cases: (readonly Fault[])[] = [];
  for (const first of firsts) cases.push(...(await pairsAfter(scenario, first, pairs)));
  return await tally(scenario, cases);
}

/** All cases of several slices together. */
export function together(tallies: readonly Tally[]): Tally {
  const outcomes: Record<string, number> = {};
  const violated: Case[] = [];
  let cases = 0;
  for (const one of tallies) {
    cases += one.cases;
    violated.push(...one.violated);
    for (const [label, count] of Object.entries(one.outcomes))
      outcomes[label] = (outcomes[label] ?? 0) + count;
  }
  return { cases, outcomes, violated };
}
