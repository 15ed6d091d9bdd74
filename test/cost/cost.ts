import { billOfIdleMonth, billOfRun } from './bill.ts';
import { playIdleMonth } from './idle-month.ts';
import { memoryInTemplate } from './memory.ts';
import { playNaive } from './naive.ts';
import { type Billed, priceOf } from './price.ts';
import { dollars, fleetTable, idleTable, type Line, runTable, watchingTable } from './report.ts';
import { playStory, STORIES } from './stories.ts';
import { alarmedMetrics } from './watching.ts';

/** What is promised of a happy run (its price where its functions are warm), and of a month in which nothing is due (alarms are priced apart). */
const BUDGET = { states: 6, writeUnits: 40, dollars: 0.0003, idleDollars: 0.25 } as const;

export interface Costs {
  readonly runs: readonly Line[];
  readonly happy: Line;
  readonly happyWarm: Line;
  readonly naive: Line;
  readonly idle: Line;
  /** Metrics that the alarms look at. */
  readonly alarmed: number;
  /** The budgets that are not kept. */
  readonly broken: readonly string[];
}

/** Plays every run, and so many days of the idle month, and prices them. */
export async function countCosts(idleDays: number): Promise<Costs> {
  const memory = memoryInTemplate();
  const priced = async (story: keyof typeof STORIES) => {
    const played = await playStory(STORIES[story]);
    const line = (name: string, start: 'cold' | 'warm') => lineOf(name, billOfRun(played, memory, start));
    return { cold: line(story, 'cold'), warm: line(`${story}, warm`, 'warm') };
  };
  const happy = await priced('happy');
  const others: Line[] = [];
  for (const story of ['slow', 'skipped', 'waiting', 'sharded'] as const)
    others.push((await priced(story)).cold);
  const idle = lineOf('nothing due', billOfIdleMonth(await playIdleMonth(idleDays), memory));
  return {
    runs: [happy.cold, happy.warm, ...others],
    happy: happy.cold,
    happyWarm: happy.warm,
    naive: lineOf('naive', await playNaive()),
    idle,
    alarmed: alarmedMetrics(),
    broken: brokenBudgets(happy.cold, happy.warm, idle),
  };
}

const lineOf = (name: string, billed: Billed): Line => ({ name, billed, price: priceOf(billed) });

function brokenBudgets({ billed }: Line, warm: Line, idle: Line): readonly string[] {
  return [
    ...(billed.stateTransitions > BUDGET.states ? [`${billed.stateTransitions} states`] : []),
    ...(billed.writeUnits > BUDGET.writeUnits ? [`${billed.writeUnits} write units`] : []),
    ...(warm.price.total > BUDGET.dollars ? [`a warm run of $${warm.price.total.toFixed(6)}`] : []),
    ...(idle.price.total > BUDGET.idleDollars ? [`an idle month of ${dollars(idle.price.total)}`] : []),
  ];
}

/** The tables, and a last line that sums up. */
export function renderCosts(costs: Costs): string {
  const { runs, happy, happyWarm, naive, idle, broken } = costs;
  const ratio = (naive.price.total / happy.price.total).toFixed(1);
  const over = happy.price.total > BUDGET.dollars ? `, over the $${BUDGET.dollars} asked` : '';
  const rest = over === '' ? 'every budget kept' : 'the other budgets kept';
  const verdict = broken.length === 0 ? `${rest}, by what is counted` : `BROKEN: ${broken.join(', ')}`;
  return [
    runTable([...runs, naive]),
    idleTable([idle]),
    fleetTable(costs),
    watchingTable(costs.alarmed),
    `cost: a happy run $${happyWarm.price.total.toFixed(6)} warm, $${happy.price.total.toFixed(6)} cold${over} (naive: ${ratio} times that); an idle month ${dollars(idle.price.total)}: ${verdict}`,
  ].join('\n\n');
}
