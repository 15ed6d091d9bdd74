import { proofCommand } from '../proof-command.ts';
import type { Tally } from './enumerate.ts';
import { FAULT_KINDS, type Fault } from './faults.ts';
import { replay } from './replay.ts';
import { HEAD, outcomesOf, rowOf, sumOf } from './report.ts';
import type { Scenario } from './scenario.ts';
import { PAIRED, SCENARIOS } from './scenarios.ts';
import { type Mode, type Planned, planOf, together } from './slices.ts';
import { inThreads } from './threads.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** How often a long run says on stderr how far it is. */
const SAY_EVERY_MILLISECONDS = 10_000;

/** Plays every scenario with a fault at every I/O and prints what came of it. Exit code 1 where anything was violated. */
async function run(): Promise<number> {
  const values = proofCommand(
    'crashpoints',
    'Plays every story once for each I/O and each fault that differs there, and judges it by what the endpoint executed.',
  )
    .option('--pairs', 'two faults at a time, in seven of the stories')
    .option('--story <name>', 'this story alone, by its name or a part of it')
    .option('--fault <number:kind...>', 'this one case of the story, told in full', [])
    .parse()
    .opts<{ pairs?: true; story?: string; fault: string[] }>();
  const scenarios = chosen(values.story, values.pairs ?? false);
  const [first, ...others] = scenarios;
  if (first === undefined) throw new Error(`There is no story '${values.story}'.`);
  if (values.fault.length === 0) return await enumerate(scenarios, values.pairs ? 'pairs' : 'singles');
  if (others.length > 0) throw new Error('--fault needs one --story.');
  const { text, violated } = await replay(first, values.fault.map(faultIn));
  say(text);
  return violated ? 1 : 0;
}

/** A story by its name or, where no name is that, by a part of it. */
function chosen(story: string | undefined, pairs: boolean): readonly Scenario[] {
  if (story === undefined) return SCENARIOS.filter(({ name }) => !pairs || PAIRED.includes(name));
  const named = SCENARIOS.filter(({ name }) => name === story);
  return named.length > 0 ? named : SCENARIOS.filter(({ name }) => name.includes(story));
}

function faultIn(text: string): Fault {
  const [, at, given] = /^(\d+):(.+)$/.exec(text) ?? [];
  const kind = FAULT_KINDS.find((known) => known === given);
  if (kind === undefined) throw new Error(`--fault ${text} → NUMBER:KIND, one of ${FAULT_KINDS.join(', ')}`);
  return { at: Number(at), kind };
}

async function enumerate(scenarios: readonly Scenario[], mode: Mode): Promise<number> {
  const began = performance.now();
  say(HEAD);
  const planned: Planned[] = [];
  for (const scenario of scenarios) planned.push(await planOf(scenario, mode));
  const slices = planned.flatMap((one) => one.slices);
  const tallies = new Map<string, Tally[]>(planned.map(({ scenario }) => [scenario, []]));
  let done = 0;
  let saidAt = began;
  await inThreads(slices, ({ scenario }, tally) => {
    done += 1;
    const all = [...(tallies.get(scenario) ?? []), tally];
    tallies.set(scenario, all);
    const plan = planned.find((one) => one.scenario === scenario);
    if (plan !== undefined && all.length === plan.slices.length) say(rowOf(plan, together(all)));
    if (performance.now() < saidAt + SAY_EVERY_MILLISECONDS) return;
    saidAt = performance.now();
    process.stderr.write(`… ${done} of ${slices.length} slices\n`);
  });
  const all = together([...tallies.values()].flat());
  say(`\n${outcomesOf(all)}\n`);
  const { user, system } = process.cpuUsage();
  const took = { seconds: (performance.now() - began) / 1_000, processorSeconds: (user + system) / 1e6 };
  say(sumOf(planned.length, mode, all, took));
  return all.violated.length === 0 ? 0 : 1;
}

process.exitCode = await run();
