import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { catchMutant } from './catch-mutant.ts';
import { failureText } from './failure-text.ts';
import { MUTANTS } from './mutants.ts';
import { type Campaign, campaign, neverAsked } from './nights/campaign.ts';
import { INVARIANTS, PROVEN_ELSEWHERE } from './nights/invariants.ts';
import { calm, ROUGH } from './nights/world.ts';
import { usefulnessOf } from './usefulness.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    mutant: { type: 'string' },
    'list-mutants': { type: 'boolean', default: false },
    'all-mutants': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const print = (text: string) => void process.stdout.write(`${text}\n`);
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
/** One turn of the event loop between two nights, for signals and output. */
const breathe = () => new Promise<void>((resolve) => void setImmediate(resolve));

if (values['list-mutants']) {
  for (const { name, removes } of MUTANTS) print(`${name.padEnd(34)} ${removes}`);
} else {
  process.exitCode = values['all-mutants'] ? await catchAll() : await simulate();
}

/** Every mutant within 1,000 nights: by what, after how many. */
async function catchAll(): Promise<number> {
  let survivors = 0;
  for (const mutant of MUTANTS) {
    const caught = await catchMutant(mutant, Number(values.seed), 1_000);
    if (caught === undefined) survivors += 1;
    print(
      `${mutant.name.padEnd(38)} ${caught ? `${caught.by.padEnd(11)} after ${caught.nights} nights` : 'SURVIVED'}`,
    );
    await breathe();
  }
  return survivors === 0 ? 0 : 1;
}

async function simulate(): Promise<number> {
  const mutant = MUTANTS.find(({ name }) => name === values.mutant);
  if (values.mutant !== undefined && mutant === undefined) {
    print(`There is no mutant '${values.mutant}'; --list-mutants names them.`);
    return 2;
  }
  const [runs, seed] = [Number(values.runs), Number(values.seed)];
  const from = performance.now();
  const rough = await campaign({ seed, runs, weather: ROUGH, mutant, digest, between: breathe });
  const seconds = (performance.now() - from) / 1_000;
  const share = Math.max(100, Math.floor(runs / 20));
  const useful = await Promise.all(
    [0, 0.001, 0.04].map(async (rate) => ({
      rate,
      of: usefulnessOf(
        await campaign({ seed, runs: share, weather: calm(rate), mutant, digest, between: breathe }),
      ),
    })),
  );
  const useless = useful.some(({ rate, of }) => rate === 0 && of.succeeded < of.feasible);
  if (values.json) print(JSON.stringify(asJson(rough, seconds, useful), null, 2));
  else printReport(rough, seconds, useful);
  if (rough.broken !== undefined) print(await failureText(rough.broken, mutant));
  if (useless) print('USELESS: with no fault at all, not every feasible occurrence SUCCEEDED.');
  const silent = rough.broken === undefined ? neverAsked(rough) : [];
  if (silent.length > 0) print(`NEVER ASKED: ${silent.join(', ')}`);
  return rough.broken !== undefined || useless || silent.length > 0 ? 1 : 0;
}

type Useful = readonly { rate: number; of: ReturnType<typeof usefulnessOf> }[];

function asJson(rough: Campaign, seconds: number, useful: Useful) {
  const { nights, runs, faults, tallies, outcomes, traceHash } = rough;
  return {
    nights,
    runs,
    runsPerSecond: runs / seconds,
    traceHash,
    faults: Object.fromEntries(faults),
    outcomes: Object.fromEntries(outcomes),
    invariants: Object.fromEntries(tallies),
    usefulness: useful,
  };
}

function printReport(rough: Campaign, seconds: number, useful: Useful): void {
  print(
    `${rough.nights} nights, ${rough.runs} runs, ${(rough.runs / seconds).toFixed(0)} runs/s, trace ${rough.traceHash}`,
  );
  print('\nfaults');
  for (const [name, count] of [...rough.faults].sort()) print(`  ${name.padEnd(44)} ${count}`);
  print('\noutcomes');
  for (const [name, count] of [...rough.outcomes].sort()) print(`  ${name.padEnd(44)} ${count}`);
  print('\nlaws: checks made, violations');
  for (const { name, sentence } of INVARIANTS) {
    const tally = rough.tallies.get(name);
    print(
      `  ${name.padEnd(5)} ${String(tally?.checks ?? 0).padStart(8)} ${String(tally?.violations.length ?? 0).padStart(3)}  ${sentence}`,
    );
  }
  for (const [name, where] of Object.entries(PROVEN_ELSEWHERE))
    print(`  ${name.padEnd(5)} elsewhere: ${where}`);
  print('\nusefulness: the schedule alone, faults at one rate for every I/O');
  for (const { rate, of } of useful) {
    const share = (count: number) => `${((100 * count) / Math.max(1, of.feasible)).toFixed(2)} %`;
    print(
      `  ${rate * 100} %: ${of.feasible} occurrences, SUCCEEDED ${share(of.succeeded)}, UNKNOWN ${share(of.unknown)}, unsettled ${of.unsettled}`,
    );
  }
}
