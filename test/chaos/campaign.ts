import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Program, startOffpeak } from '../e2e/program.ts';
import {
  type EndpointProcess,
  endpointOf,
  endpointWords,
  type ServiceProcess,
  serviceOf,
  serviceWords,
} from '../e2e/running.ts';
import { continuityFaults } from './continuity.ts';
import { type Countdown, makeCountdown } from './countdown.ts';
import { planText, seedText } from './estate.ts';
import { judge, type Violation } from './judge.ts';
import { type Reading, readStore } from './reading.ts';
import type { Kill, Round, Schedule } from './schedule.ts';
import { SHELL_SECRET, searchForSecrets } from './secrets.ts';
import { makeTriggers, type Triggers } from './triggers.ts';
import { makeWitness, type Witness } from './witness.ts';

/** What a campaign has met so far. */
export interface Tally {
  rounds: number;
  /** Times that a store was opened, checked and read after a kill. */
  readable: number;
  records: number;
  /** How many open runs were in each phase when their service was killed. */
  readonly phases: Map<string, number>;
  /** Runs that had not begun when all else was at rest, and were cancelled then, by phase. */
  readonly cancelled: Map<string, number>;
  /** Sends that were claimed and had no answer in the record when their service was killed. */
  unanswered: number;
  /** Runs that were closed and not told of when their service was killed. */
  untold: number;
  /** Second processes on the store that were refused. */
  intruders: number;
  /** Texts and files that were searched for secrets. */
  searched: number;
  readonly violations: Violation[];
}

/** A campaign under way: the endpoint lives as long as it; the service dies once a round. */
export interface Campaign {
  readonly schedule: Schedule;
  readonly folder: string;
  readonly tally: Tally;
  readonly witness: Witness;
  readonly triggers: Triggers;
  readonly endpoint: EndpointProcess;
  reading: Reading | undefined;
}

/** Starts the endpoint in a folder, which gets the seed, the plan and the store. */
export async function openCampaign(schedule: Schedule, folder: string): Promise<Campaign> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, SEED), seedText(schedule));
  writeFileSync(join(folder, PLAN), planText(schedule, Date.now()));
  const witness = makeWitness();
  const violations: Violation[] = [];
  const program = startOffpeak(endpointWords(SEED), { folder, hears: (line) => witness.hear(line) });
  return {
    schedule,
    folder,
    witness,
    triggers: makeTriggers(violations),
    endpoint: await endpointOf(program),
    reading: undefined,
    tally: {
      rounds: 0,
      readable: 0,
      records: 0,
      phases: new Map(),
      cancelled: new Map(),
      unanswered: 0,
      untold: 0,
      intruders: 0,
      searched: 0,
      violations,
    },
  };
}

const [SEED, PLAN] = ['seed.yaml', 'plan.yaml'];

/** Starts the service of a campaign over its one store. */
export const startService = ({ folder, endpoint }: Campaign, hears = (_line: string) => {}): Program =>
  startOffpeak(serviceWords(PLAN, endpoint.url), {
    folder,
    hears,
    environment: { OFFPEAK_PRACTICE_ACCESSKEY: 'AKLTCANARY', OFFPEAK_PRACTICE_SECRETKEY: SHELL_SECRET },
  });

/** One round: the service is started, asked, killed with SIGKILL, and its store is read and judged. */
export async function playRound(campaign: Campaign, round: Round): Promise<void> {
  const closes = makeCountdown();
  const program = startService(campaign, (line) => {
    if (line.includes('"what":"closed"')) closes.happened();
  });
  try {
    if (round.kill.during === 'start') await pause(round.kill.after);
    else await serveUntilKilled(campaign, round, await serviceOf(program, campaign.folder), closes);
  } finally {
    await kill(campaign, program);
  }
  campaign.tally.rounds += 1;
  await readAndJudge(campaign, false);
  noteWhatWasHit(campaign);
}

async function serveUntilKilled(
  campaign: Campaign,
  round: Round,
  service: ServiceProcess,
  closes: Countdown,
): Promise<void> {
  const { triggers, endpoint, witness } = campaign;
  for (const fault of round.newcomers.flatMap(({ faults }) => faults)) await endpoint.arm(fault);
  const asked = Promise.all([
    triggers.again(service, round.again),
    ...round.newcomers.map(async (newcomer) => {
      await pause(newcomer.at);
      await triggers.ask(service, newcomer);
    }),
  ]);
  if (round.intruder) await intrude(campaign);
  await momentOf(round.kill, { send: witness.calls, close: closes.more });
  service.program.signal('SIGKILL');
  await asked;
}

/** Waits for the instant of the kill. */
async function momentOf(
  when: Kill,
  happens: Readonly<Record<'send' | 'close', (times: number) => Promise<void>>>,
): Promise<void> {
  if (when.during === 'start' || when.during === 'service') return await pause(when.after);
  const tired = new AbortController();
  const atMost = pause(when.most, 'tired', { signal: tired.signal });
  const counted = happens[when.during](when.count).then(() => 'counted');
  const first = await Promise.race([counted, atMost]);
  if (first === 'tired') return;
  tired.abort();
  await Promise.allSettled([atMost]);
  await pause(when.after);
}

/** A second process on the store: refused in a sentence, or the one lock that everything stands on is none. */
async function intrude(campaign: Campaign): Promise<void> {
  const { exit, stderr, stdout } = await startService(campaign).ended;
  const refused = exit === 1 && stderr.includes('one process owns a store') && stdout === '';
  if (refused) campaign.tally.intruders += 1;
  else campaign.tally.violations.push({ wrong: `a second process was not refused: ${exit} ${stderr}` });
}

async function kill(campaign: Campaign, program: Program): Promise<void> {
  program.signal('SIGKILL');
  const { stdout, stderr } = await program.ended;
  searchForSecrets(campaign, [stdout, stderr]);
}

/** Reads the store as its process left it, and judges it by what the endpoint did until now. */
export async function readAndJudge(campaign: Campaign, atRest: boolean, truth = campaign.witness.truth()) {
  const { tally, folder, triggers } = campaign;
  const before = campaign.reading;
  const after = await readStore(folder);
  tally.readable += 1;
  tally.records += after.records;
  const lost = triggers.accepted().filter((runId) => !after.stories.has(runId));
  const all = [
    ...judge([...after.stories.values()], truth, atRest),
    ...(before === undefined ? [] : continuityFaults(before.stories, after.stories)),
    ...lost.map((runId) => ({ runId, wrong: 'it was accepted, and is lost' })),
  ];
  tally.violations.push(...all);
  campaign.reading = after;
}

function noteWhatWasHit({ reading, tally }: Campaign): void {
  for (const { run, sends } of reading?.stories.values() ?? []) {
    if (run.phase === 'CLOSED' && run.announcedAt === undefined) tally.untold += 1;
    if (run.phase === 'CLOSED') continue;
    tally.phases.set(run.phase, (tally.phases.get(run.phase) ?? 0) + 1);
    if (run.phase === 'SENDING' && sends.at(-1)?.answer === 'none') tally.unanswered += 1;
  }
}
