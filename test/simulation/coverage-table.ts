import { FAULTS } from '../../shared/runtime/simulation/faults.ts';
import { PHASES } from '../../shared/switchover/phases.ts';

/** Where a fault can strike: the phase of the run that a step serves, or who else is at work. */
const PLACES = [...PHASES, 'due', 'settle', 'caller', 'a direct start', 'engine'] as const;
type Place = (typeof PLACES)[number];

const OF_RUNS: readonly Place[] = PHASES;
const IN_PASSES: readonly Place[] = ['due', 'settle', 'caller', 'a direct start'];

/**
 * Where each kind of I/O takes place at all; everywhere else a fault of it cannot strike. A caller asks the gates on our own
 * side, and settle announces what a person acknowledged.
 */
const TAKES_PLACE: Readonly<Record<keyof typeof FAULTS, readonly Place[]>> = {
  read: [...OF_RUNS, ...IN_PASSES],
  transact: [...OF_RUNS, ...IN_PASSES],
  'vendor read': ['ACCEPTED', 'WAITING', 'CLAIMED', 'PINNED', 'SENDING', 'OBSERVING', 'settle'],
  send: ['SENDING'],
  journal: ['engine'],
  execution: ['due', 'settle', 'caller'],
  announcer: ['CLOSED', 'settle'],
  message: ['CLOSED', 'settle'],
};

/** From the claim to the pins nobody else writes a run, but a person who cancels it in those very milliseconds. */
const CONFLICTS: readonly Place[] = TAKES_PLACE.transact.filter((place) => place !== 'CLAIMED');

/** What people, other systems and fate do, and the phases in which it can meet a run. */
const ACTS: Readonly<Record<string, readonly Place[]>> = {
  request: OF_RUNS,
  override: OF_RUNS,
  'start directly': OF_RUNS,
  'deliver again': OF_RUNS,
  stop: OF_RUNS,
  resume: OF_RUNS,
  'apply a plan': OF_RUNS,
  cancel: OF_RUNS,
  acknowledge: OF_RUNS,
  abort: OF_RUNS,
  failover: OF_RUNS,
  'somebody else switches': OF_RUNS,
  'forget tokens': OF_RUNS,
  'power loss': OF_RUNS,
  outage: OF_RUNS,
};

/** One row of the table: how often it struck where; `undefined` where it cannot. */
export interface CoverageRow {
  readonly what: string;
  readonly cells: readonly (number | undefined)[];
}

export const COVERAGE_PLACES: readonly string[] = PLACES;

/** The table fault × phase. */
export function coverageRows(counts: ReadonlyMap<string, number>): readonly CoverageRow[] {
  const rowOf = (what: string, places: readonly Place[]): CoverageRow => ({
    what,
    cells: PLACES.map((place) =>
      places.includes(place) ? (counts.get(`${what}|${place}`) ?? 0) : undefined,
    ),
  });
  const ofFaults = Object.entries(TAKES_PLACE).flatMap(([reach, places]) => {
    const names: readonly string[] = FAULTS[reach as keyof typeof FAULTS];
    const rows = names.map((name) => rowOf(`${reach}: ${name}`, places));
    return reach === 'transact' ? [...rows, rowOf('transact: conflict', CONFLICTS)] : rows;
  });
  return [...ofFaults, ...Object.entries(ACTS).map(([what, places]) => rowOf(what, places))];
}

/** The cells that were never struck, by name. */
export const uncovered = (counts: ReadonlyMap<string, number>): readonly string[] =>
  coverageRows(counts).flatMap(({ what, cells }) =>
    cells.flatMap((cell, place) => (cell === 0 ? [`${what} in ${PLACES[place]}`] : [])),
  );
