import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { proofCommand, share, wholeNumber } from '../proof-command.ts';
import { uncovered } from './coverage-table.ts';
import { failureText } from './failure-text.ts';
import { MUTANTS, mutantNamed } from './mutants.ts';
import { type Campaign, campaign, neverAsked } from './nights/campaign.ts';
import { liveThrough } from './nights/night-report.ts';
import type { Mutant } from './nights/simulation.ts';
import { RATES, shortfalls } from './nights/usefulness.ts';
import { calm, makeWorld, ROUGH, type Weather } from './nights/world.ts';
import { reportJson, reportLines } from './report.ts';
import { nightsOn, startThreads, type Threads } from './threads.ts';

const values = proofCommand(
  'simulate',
  'Lives through nights in which everything may go wrong, and asks every law about each. A night follows from its seed.',
)
  .option('--runs <number>', 'until so many runs were accepted', wholeNumber, 1000)
  .option('--seeds <number>', 'so many nights instead', wholeNumber)
  .option('--seed <number>', 'the first night', wholeNumber, 1)
  .option('--rate <share>', 'the schedule alone, faults of I/O at this rate, instead of rough nights', share)
  .option('--mutant <name>', 'with one guard taken away: has to find a violation')
  .option('--all-mutants', 'every mutant within 1,000 nights: by what it is caught, and after how many')
  .option('--list-mutants', 'their names, and what each takes away')
  .option('--threads <number>', 'one a core by itself; the result is the same for any number', wholeNumber)
  .option('--json', 'the report for machines')
  .parse()
  .opts<{
    runs: number;
    seeds?: number;
    seed: number;
    rate?: number;
    mutant?: string;
    allMutants?: true;
    listMutants?: true;
    threads?: number;
    json?: true;
  }>();

/** Below so many runs something rare may be missing, and its absence proves nothing. */
const ENOUGH_FOR_COVERAGE = 50_000;
const MOST_NIGHTS_FOR_A_MUTANT = 1_000;

const print = (text: string) => void process.stdout.write(`${text}\n`);
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
const { seed } = values;
const weather = values.rate === undefined ? ROUGH : calm(values.rate);

async function main(): Promise<number> {
  if (values.listMutants)
    return say(MUTANTS.map(({ name, removes }) => `${name.padEnd(38)} ${removes}`).join('\n'));
  if (values.mutant !== undefined && mutantNamed(values.mutant) === undefined) {
    print(`There is no mutant '${values.mutant}'; --list-mutants names them.`);
    return 2;
  }
  const threads = startThreads(values.threads);
  try {
    if (values.allMutants) return await catchAll(threads);
    const mutant = mutantNamed(values.mutant);
    return mutant === undefined ? await simulate(threads) : await miss(threads, mutant);
  } finally {
    await threads.end();
  }
}

function say(text: string): number {
  print(text);
  return 0;
}

/** One mutant: the story of the night that catches it. Exit code 1 as for any violation; 2 where it survives. */
async function miss(threads: Threads, { name }: Mutant): Promise<number> {
  const caught = await threads.ask({ work: 'mutant', name, seed, most: MOST_NIGHTS_FOR_A_MUTANT });
  if (caught === undefined) {
    print(
      `${name} SURVIVED ${MOST_NIGHTS_FOR_A_MUTANT} nights from seed ${seed}: its guard is not seen to matter`,
    );
    return 2;
  }
  print(`${name} is caught by ${caught.by} after ${caught.nights} nights: ${caught.says}`);
  return caught.by === 'usefulness' ? 1 : await tell(seed + caught.nights - 1, ROUGH);
}

/** Every mutant within 1,000 nights: by what, after how many. */
async function catchAll(threads: Threads): Promise<number> {
  let survivors = 0;
  const rows = MUTANTS.map(async ({ name }) => {
    const caught = await threads.ask({ work: 'mutant', name, seed, most: MOST_NIGHTS_FOR_A_MUTANT });
    if (caught === undefined) survivors += 1;
    const after = caught && `after ${caught.nights} night${caught.nights === 1 ? '' : 's'}`;
    return `${name.padEnd(38)} ${after?.padEnd(16) ?? 'SURVIVED'} ${caught?.by ?? ''}`;
  });
  for (const row of rows) print(await row);
  print(`${MUTANTS.length} mutants, ${survivors} survived`);
  return survivors === 0 ? 0 : 1;
}

async function simulate(threads: Threads): Promise<number> {
  const from = performance.now();
  const rough = await live(threads, weather, values.seeds === undefined ? values.runs : undefined);
  const timed = { campaign: rough, seconds: (performance.now() - from) / 1_000, threads: threads.count };
  const quiet = rough.broken === undefined && weather.acts ? await livedCalmly(threads, rough.runs) : [];
  const useful = quiet.map(({ rate, calm: { useful: of } }) => ({ rate, of }));
  if (values.json) print(JSON.stringify(reportJson(timed, useful), null, 2));
  else for (const line of reportLines(timed, useful)) print(line);
  if (rough.broken !== undefined) return await tell(rough.broken.seed, weather);
  const broken = quiet.find(({ calm: { broken } }) => broken !== undefined);
  if (broken?.calm.broken !== undefined) return await tell(broken.calm.broken.seed, calm(broken.rate));
  const wrong = [
    ...(weather.acts ? neverAsked(rough) : []).map((law) => `never asked: ${law}`),
    ...useful.flatMap(({ rate, of }) => shortfalls(rate, of)),
    ...(rough.runs < ENOUGH_FOR_COVERAGE
      ? []
      : uncovered(rough.coverage).map((cell) => `never struck: ${cell}`)),
  ];
  for (const line of wrong) print(line);
  print(wrong.length === 0 ? '0 violations' : `0 violations, ${wrong.length} things short`);
  return wrong.length === 0 ? 0 : 1;
}

/** The story of the night that broke a law. */
async function tell(night: number, under: Weather): Promise<number> {
  const mutant = mutantNamed(values.mutant);
  const report = await liveThrough(makeWorld(night, under), { mutant });
  print(await failureText(report, mutant, commit()));
  return 1;
}

function commit(): string {
  const asked = spawnSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : 'unknown';
}

/** Occurrences in calm nights, a share of the rough ones' runs. */
async function livedCalmly(
  threads: Threads,
  runs: number,
): Promise<readonly { rate: number; calm: Campaign }[]> {
  const occurrences = Math.max(1_000, Math.floor(runs / 5));
  const lived: { rate: number; calm: Campaign }[] = [];
  for (const rate of RATES) lived.push({ rate, calm: await live(threads, calm(rate), occurrences) });
  return lived;
}

async function live(threads: Threads, under: Weather, runs: number | undefined): Promise<Campaign> {
  const nights = nightsOn(threads, { seed, weather: under });
  const most = runs === undefined ? { nights: values.seeds ?? 0 } : { runs };
  return await campaign(nights, most, digest, progressOf(most));
}

/** On a terminal, a line that says how far it is. */
function progressOf(most: { runs?: number; nights?: number }): (so: Campaign) => void {
  const goal = most.runs ?? most.nights ?? 0;
  if (!process.stderr.isTTY) return () => undefined;
  return ({ nights, runs }) => {
    const done = most.runs === undefined ? nights : runs;
    if (nights % 100 === 0)
      process.stderr.write(`\r${nights} nights, ${runs} runs, ${Math.floor((100 * done) / goal)} % `);
    if (done >= goal) process.stderr.write('\r\x1b[K');
  };
}

process.exitCode = await main();
