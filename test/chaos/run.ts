import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proofCommand, wholeNumber } from '../proof-command.ts';
import { type Campaign, openCampaign, playRound } from './campaign.ts';
import { summaryOf, summaryText, violationText } from './report.ts';
import { comeToRest } from './rest.ts';
import { scheduleOf } from './schedule.ts';

const values = proofCommand(
  'chaos',
  'Kills the real service again and again between a real endpoint and its store, and judges every run.',
)
  .option('--rounds <number>', 'how many kills, each with a restart and a reading', wholeNumber, 200)
  .option('--seed <number>', 'what is asked, which faults there are and when it is killed', wholeNumber, 1)
  .option('--json', 'the counts for machines')
  .parse()
  .opts<{ rounds: number; seed: number; json?: true }>();

const { rounds, seed } = values;
const print = (text: string) => void process.stdout.write(`${text}\n`);
const progress = (text: string) => void process.stderr.write(`${text}\n`);

/** Plays all rounds, lets what is open come to rest, and prints the counts. Stops at the first violation. */
async function run(): Promise<number> {
  const from = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-chaos-'));
  const campaign = await openCampaign(scheduleOf(seed, rounds), folder);
  try {
    await play(campaign);
  } catch (error) {
    // A service that does not start again, or a store that cannot be read, is what this looks for.
    campaign.tally.violations.push({ wrong: error instanceof Error ? String(error.stack) : String(error) });
  } finally {
    campaign.endpoint.program.signal('SIGKILL');
  }
  const { violations } = campaign.tally;
  const summary = summaryOf(campaign, (performance.now() - from) / 1_000);
  for (const violation of violations.slice(0, 5)) print(violationText(campaign, violation));
  print(values.json ? JSON.stringify(summary, undefined, 2) : summaryText(summary));
  if (violations.length === 0) rmSync(folder, { recursive: true, force: true });
  else print(`seed ${seed}; the store is kept in ${folder}`);
  return violations.length === 0 ? 0 : 1;
}

async function play(campaign: Campaign): Promise<void> {
  const { schedule, tally, witness } = campaign;
  for (const round of schedule.rounds) {
    await playRound(campaign, round);
    if (tally.violations.length > 0) return;
    if (round.number % 10 !== 0) continue;
    const executed = witness.truth().executed.length;
    progress(
      `round ${round.number} of ${rounds}: ${campaign.reading?.stories.size} runs, ${executed} executed`,
    );
  }
  await comeToRest(campaign, (open) => progress(`${open} runs are open or to be settled`));
}

process.exitCode = await run();
