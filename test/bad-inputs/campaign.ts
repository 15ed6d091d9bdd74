import fc from 'fast-check';
import { ANSWERS_DURING_A_RUN } from './answers-during-a-run.ts';
import type { Boundary, Opened, Promised } from './boundary.ts';
import { COMMAND_LINES } from './command-lines.ts';
import { ENVIRONMENTS } from './environments.ts';
import { HTTP } from './http.ts';
import { PAYLOADS } from './payloads.ts';
import { PLANS } from './plans.ts';
import { VENDOR_ANSWERS } from './vendor-answers.ts';

/** A boundary opened again after so many inputs: what it keeps must not grow with the campaign. */
const UNTIL_REOPENED = 200;
const MOST_EXAMPLES = 5;

export interface Tally {
  readonly boundary: string;
  inputs: number;
  refused: number;
  accepted: number;
  readonly broken: Record<Promised, number>;
  /** The first inputs that broke something, as text. */
  readonly examples: string[];
}

/** A boundary, ready to be given so many inputs of a seed. */
export interface Campaign {
  readonly name: string;
  readonly share: number;
  /** What is always tried, then `count` generated inputs; `progress` is told after each. */
  play(count: number, seed: number, progress?: (inputs: number) => void): Promise<Tally>;
}

function campaignOf<Input>(boundary: Boundary<Input>): Campaign {
  return {
    name: boundary.name,
    share: boundary.share ?? 1,
    async play(count, seed, progress = () => undefined) {
      const tally: Tally = {
        boundary: boundary.name,
        inputs: 0,
        refused: 0,
        accepted: 0,
        broken: { 'no crash': 0, 'no 5xx': 0, 'no call for an invalid input': 0, 'no canary': 0 },
        examples: [],
      };
      let opened = await boundary.open();
      for (const [name, input] of inputsOf(boundary, count, seed)) {
        if (tally.inputs % UNTIL_REOPENED === UNTIL_REOPENED - 1) {
          await opened.close();
          opened = await boundary.open();
        }
        await playOne(opened, input, name, tally);
        progress(tally.inputs);
      }
      await opened.close();
      return tally;
    },
  };
}

function* inputsOf<Input>(
  { always, inputs }: Boundary<Input>,
  count: number,
  seed: number,
): Generator<readonly [string, Input]> {
  yield* always;
  let left = count;
  // In pieces: a sample is an array, and a million inputs need not exist at once.
  for (let piece = 0; left > 0; piece += 1, left -= UNTIL_REOPENED) {
    const numRuns = Math.min(left, UNTIL_REOPENED);
    for (const input of fc.sample(inputs, { seed: seed + piece, numRuns }))
      yield [`seed ${seed + piece}`, input];
  }
}

async function playOne<Input>(
  opened: Opened<Input>,
  input: Input,
  name: string,
  tally: Tally,
): Promise<void> {
  tally.inputs += 1;
  const note = (promise: Promised, how: string) => {
    tally.broken[promise] += 1;
    const shown = (JSON.stringify(input) ?? String(input)).slice(0, 300);
    if (tally.examples.length < MOST_EXAMPLES)
      tally.examples.push(`${name}: ${promise} → ${how.slice(0, 300)} ← ${shown}`);
  };
  try {
    const { became, broken } = await opened.play(input);
    tally[became] += 1;
    for (const { promise, how } of broken) note(promise, how);
  } catch (error) {
    // Whatever is thrown past a boundary is what is being looked for.
    note('no crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Every boundary, in the order in which a request meets them. */
export const CAMPAIGNS: readonly Campaign[] = [
  campaignOf(HTTP),
  campaignOf(PLANS),
  campaignOf(ENVIRONMENTS),
  campaignOf(PAYLOADS),
  campaignOf(VENDOR_ANSWERS),
  campaignOf(COMMAND_LINES),
  campaignOf(ANSWERS_DURING_A_RUN),
];

export const brokenIn = ({ broken }: Tally): number =>
  Object.values(broken).reduce((sum, count) => sum + count, 0);
