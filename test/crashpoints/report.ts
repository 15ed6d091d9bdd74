import type { Case, Tally } from './enumerate.ts';
import type { Mode, Planned } from './slices.ts';

/** Of a scenario's violations so many are told, each with the command that plays it again. */
const TOLD_A_SCENARIO = 5;
const OUTCOMES_TOLD = 16;

const cells = (scenario: string, ios: string, cases: string, violations: string): string =>
  `${scenario.padEnd(46)} ${ios.padStart(5)} ${cases.padStart(6)} ${violations.padStart(10)}`;

export const HEAD = cells('scenario', 'I/Os', 'cases', 'violations');

/** One scenario's line of the table, and below it what was violated. */
export function rowOf({ scenario, ios }: Planned, { cases, violated }: Tally): string {
  const line = cells(scenario, String(ios), String(cases), String(violated.length));
  return [line, ...violated.slice(0, TOLD_A_SCENARIO).map((one) => violationOf(scenario, one))].join('\n');
}

function violationOf(scenario: string, { faults, violations }: Case): string {
  return `  ${violations.join('; ')}\n    ${commandFor(scenario, faults)}`;
}

/** The command that plays one case again. */
export function commandFor(scenario: string, faults: Case['faults']): string {
  const given = faults.map(({ at, kind }) => ` --fault ${quoted(`${at}:${kind}`)}`);
  return `npm run crashpoints -- --story ${quoted(scenario)}${given.join('')}`;
}

/** For a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** What the runs came to, over all cases: safety is not bought by doing nothing. */
export function outcomesOf({ outcomes }: Tally): string {
  const ordered = Object.entries(outcomes).sort(([, one], [, other]) => other - one);
  const rest = ordered.slice(OUTCOMES_TOLD).reduce((sum, [, count]) => sum + count, 0);
  const told = [...ordered.slice(0, OUTCOMES_TOLD), ...(rest > 0 ? [['others', rest] as const] : [])];
  return told.map(([label, count]) => `${String(count).padStart(7)}  ${label}`).join('\n');
}

/** How long it took: by the clock on the wall, and of all processors together. */
export interface Took {
  readonly seconds: number;
  readonly processorSeconds: number;
}

export function sumOf(
  scenarios: number,
  mode: Mode,
  { cases, violated }: Tally,
  { seconds, processorSeconds }: Took,
): string {
  const took = `${seconds.toFixed(0)} s (${processorSeconds.toFixed(0)} s of processor time)`;
  return `${scenarios} scenarios, ${cases} cases of ${mode} in ${took}: ${violated.length} violations`;
}
