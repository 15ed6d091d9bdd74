import type { Billed, Priced } from './price.ts';
import { priceOfWatching } from './watching.ts';

/** One line of a table: what was billed, and what it costs. */
export interface Line {
  readonly name: string;
  readonly billed: Billed;
  readonly price: Priced;
}

const MILLION = 1e6;
const WEEKS_OF_A_MONTH = 52 / 12;
const FLEETS = [1, 1_000, 10_000] as const;

/** Counts of a run, and dollars for a million of it. */
export function runTable(lines: readonly Line[]): string {
  const counts = ['states', 'calls', 'GB-s', 'writes', 'reads', 'secrets', 'log KB'];
  const paid = ['workflow', 'functions', 'records', 'rest', '$ a million'];
  return grid([
    ['one run', ...counts, ...paid],
    ...lines.map(({ name, billed, price }) => [
      name,
      `${billed.stateTransitions}`,
      `${billed.lambdaRequests}`,
      billed.lambdaGigabyteSeconds.toFixed(2),
      `${billed.writeUnits}`,
      `${billed.readUnits}`,
      `${billed.secretReads}`,
      (billed.logBytes / 1_000).toFixed(1),
      ...[
        price.workflow,
        price.functions,
        price.records,
        price.secrets + price.triggers + price.logs + price.traces,
      ].map((part) => (part * MILLION).toFixed(1)),
      (price.total * MILLION).toFixed(1),
    ]),
  ]);
}

/** Counts of a month, and its dollars. */
export function idleTable(lines: readonly Line[]): string {
  const counts = ['calls', 'GB-s', 'writes', 'reads', 'log MB'];
  return grid([
    ['one month', ...counts, 'functions', 'records', 'triggers', 'logs', 'together'],
    ...lines.map(({ name, billed, price }) => [
      name,
      `${billed.lambdaRequests}`,
      billed.lambdaGigabyteSeconds.toFixed(0),
      `${billed.writeUnits}`,
      `${billed.readUnits}`,
      (billed.logBytes / MILLION).toFixed(1),
      ...[price.functions, price.records, price.triggers, price.logs, price.total].map(dollars),
    ]),
  ]);
}

/** A month of weekly runs. One instance is always cold; of many in a night, each finds what the one before has left. */
export function fleetTable(lines: Readonly<Record<'happy' | 'happyWarm' | 'naive' | 'idle', Line>>): string {
  const { happy, happyWarm, naive, idle } = lines;
  return grid([
    ['instances, weekly', 'runs', 'runs alone', 'with the idle month', 'naive, runs alone'],
    ...FLEETS.map((instances) => {
      const runs = instances * WEEKS_OF_A_MONTH;
      const ours = runs * (instances === 1 ? happy : happyWarm).price.total;
      const rival = runs * naive.price.total;
      return [`${instances}`, runs.toFixed(0), ...[ours, ours + idle.price.total, rival].map(dollars)];
    }),
  ]);
}

/** What stands beside it: watching a month of weekly runs. */
export function watchingTable(alarmed: number): string {
  return grid([
    ['beside it, one month', 'custom metrics', 'alarms', 'dashboard'],
    ...FLEETS.map((instances) => {
      const { customMetrics, alarms, dashboard } = priceOfWatching(
        instances * WEEKS_OF_A_MONTH,
        instances,
        alarmed,
      );
      return [`${instances} weekly`, ...[customMetrics, alarms, dashboard].map(dollars)];
    }),
  ]);
}

/** Dollars to the tenth of a cent below one, to the cent above. */
export const dollars = (amount: number): string => `$${amount.toFixed(amount < 1 ? 3 : 2)}`;

/** Columns one under the other: the first to the left, numbers to the right. */
function grid(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const aligned = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(aligned).join('  ')).join('\n');
}
