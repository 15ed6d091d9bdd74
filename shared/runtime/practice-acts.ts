import type { Model } from '../local-volcengine/model.ts';
import { gateName, type LanguageTag, render, renderOutcome } from '../notify/catalogue.ts';
import type { Plan } from '../plan/plan.ts';
import type { Run } from '../protocol/run.ts';
import { storedDecision } from '../steps/decision.ts';
import type { LogLine } from '../steps/ports.ts';
import { openRun } from '../steps/run-file.ts';
import { makeStart } from '../steps/start.ts';
import { verdictsOfRun } from '../steps/verdicts-of-run.ts';
import { MINUTE } from '../time/clock.ts';
import type { Embedded } from './embedded.ts';
import type { LeapingClock } from './leaping-clock.ts';
import { narrate, timeOf } from './practice-narration.ts';
import { rolesOf } from './practice-roles.ts';

/** What the acts are played on. */
export interface Stage {
  readonly embedded: Embedded;
  readonly clock: LeapingClock;
  readonly model: Model;
  readonly plan: Plan;
  readonly reader: { readonly language: LanguageTag; readonly zone: string };
  readonly print: (line: string) => void;
  readonly listeners: Set<(line: LogLine) => void>;
  /** The file that keeps the record, as the user can type it. */
  readonly record: string;
  readonly endpointUrl: string;
}

const FLEET = 'redis-practice-fleet';
const LOST = 'redis-practice-lost';

/** The nights of the example, in its own zone: Tuesday and Wednesday, 02:00. */
const TUESDAY = Date.parse('2026-11-24T02:00:00+08:00');
const WEDNESDAY = Date.parse('2026-11-25T02:00:00+08:00');

/** How long a run of the example may take before the act has failed. */
const PATIENCE = 60;

/** Plays the three acts. True only when each ended as it must. */
export async function theActs(stage: Stage): Promise<boolean> {
  const { print, clock, reader } = stage;
  print(
    `Practice: the clock is set to ${timeOf(clock.now(), reader.zone)} ${reader.zone} and leaps to the next deadline whenever everything waits.`,
  );
  print(
    `Engine, steps, store and a local Volcengine endpoint (${stage.endpointUrl}) share it. Nothing here can reach a cloud.`,
  );
  await stage.embedded.apply(stage.plan);
  const runs = [await notNow(stage), await inTheWindow(stage), await theAnswerGetsLost(stage)];
  return await epilogue(stage, runs);
}

interface Act {
  /** Absent where the act came to no run at all. */
  readonly run: Run | undefined;
  readonly asExpected: boolean;
}

async function notNow(stage: Stage): Promise<Act> {
  const { embedded, print, model } = stage;
  print('\n1  Not now');
  print(`   Somebody asks for ${FLEET} by day.`);
  const start = makeStart(embedded.ports);
  const asked = await start({
    key: 'practice-act-1',
    instance: FLEET,
    when: 'now',
    dryRun: true,
    by: 'practice',
    reason: 'to see the gates by day',
    source: 'command',
  });
  if (!asked.started) {
    print(`   It could not start: ${asked.what}.`);
    return { run: undefined, asExpected: false };
  }
  await embedded.engine.ended(asked.run.runId);
  const run = await closing(stage, asked.run.runId);
  const sent = switchOvers(model);
  print(`   SwitchOver requests sent: ${sent}`);
  return { run, asExpected: run.outcome === 'SKIPPED' && run.reason === 'WINDOW' && sent === 0 };
}

async function inTheWindow(stage: Stage): Promise<Act> {
  const { print, model } = stage;
  await stage.clock.sleepUntil(TUESDAY);
  print(`\n2  In the window`);
  print(`   The opening has come, and ${FLEET} is due: twelve shards, into the other zone.`);
  const before = rolesOf(await shardsOf(stage, FLEET));
  const run = await playDue(stage);
  const after = rolesOf(await shardsOf(stage, FLEET));
  print(`   primaries before  ${before}`);
  print(`   primaries after   ${after}`);
  const executed = executedOn(model, FLEET);
  print(
    `   The endpoint executed ${executed.length} calls: ${executed.map((nodes) => `${nodes} shard${nodes === 1 ? '' : 's'}`).join(', then ')}.`,
  );
  const batches = executed.join() === '1,10,1';
  return { run, asExpected: run?.outcome === 'SUCCEEDED' && run.attributed === 'yes' && batches };
}

async function theAnswerGetsLost(stage: Stage): Promise<Act> {
  const { print, model } = stage;
  await stage.clock.sleepUntil(WEDNESDAY);
  print('\n3  The answer gets lost');
  print(`   The endpoint will execute the switchover of ${LOST} and drop its answer.`);
  model.arm({ fault: 'lose-answer', action: 'SwitchOver', instance: LOST, times: 1 });
  const run = await playDue(stage);
  const executed = executedOn(model, LOST).length;
  print(`   Executed by the endpoint: ${executed}. Attributed to us: ${run?.attributed ?? 'unknown'}.`);
  return { run, asExpected: run?.outcome === 'SUCCEEDED' && run.attributed === 'no' && executed === 1 };
}

/** Lets due start what is due, and plays minute by minute until that run has closed. Then tells it: gates, story, outcome. */
async function playDue(stage: Stage): Promise<Run | undefined> {
  const { embedded, clock, listeners, print, reader } = stage;
  const story: string[] = [];
  const listen = (line: LogLine) => {
    const told = narrate(line, clock.now(), reader);
    if (told !== undefined) story.push(told);
  };
  listeners.add(listen);
  try {
    const { started } = await embedded.due();
    const [runId] = started;
    if (runId === undefined) {
      print('   Nothing was started: what is due has to wait.');
      return undefined;
    }
    const closed = async () => (await openRun(embedded.ports.store, runId)).run.phase === 'CLOSED';
    for (let minute = 0; minute < PATIENCE && !(await closed()); minute += 1) {
      await clock.sleepUntil(clock.now() + MINUTE);
      await embedded.settle();
    }
    return await closing(stage, runId, story);
  } finally {
    listeners.delete(listen);
  }
}

/** Prints the gates of a run, its story and its one sentence. */
async function closing(stage: Stage, runId: string, story: readonly string[] = []): Promise<Run> {
  const { embedded, print, reader } = stage;
  const { run } = await openRun(embedded.ports.store, runId);
  for (const { gate, answer, decision } of await verdictsOfRun(embedded.ports.store, run)) {
    const name = gateName(gate, reader.language).padEnd(12);
    print(`   ${name} ${answer.padEnd(8)} ${render(storedDecision(decision), reader)}`);
  }
  for (const told of story) print(`   ${told}`);
  if (run.outcome === undefined || run.reason === undefined || run.decision === undefined) {
    print(`   It has not closed within ${PATIENCE} minutes.`);
    return run;
  }
  print(
    `   ${run.outcome} · ${run.reason}  ${renderOutcome(run.outcome, run.reason, storedDecision(run.decision), reader)}`,
  );
  return run;
}

const shardsOf = (stage: Stage, instanceId: string) => {
  const account = stage.plan.accounts.practice;
  if (account === undefined) throw new Error('the example has no account called practice');
  return stage.embedded.ports.redis(account).describeShards(instanceId);
};

const executedOn = (model: Model, instanceId: string): readonly number[] =>
  model
    .executed()
    .filter((entry) => entry.effect === 'SwitchOver' && entry.instanceId === instanceId)
    .map((entry) => entry.nodeIds.length);

const switchOvers = (model: Model): number =>
  model.answered().filter(({ action }) => action === 'SwitchOver').length;

/** The sum of the practice: what was sent, what was sent twice, where the record lies, and what to do next. */
async function epilogue(stage: Stage, acts: readonly Act[]): Promise<boolean> {
  const { print, model, embedded, record } = stage;
  const files = await Promise.all(
    acts.flatMap(({ run }) => (run === undefined ? [] : [openRun(embedded.ports.store, run.runId)])),
  );
  const claimed = files.reduce((sum, { sends }) => sum + sends.length, 0);
  const sent = switchOvers(model);
  const twice = sent - claimed;
  const good = acts.every(({ asExpected }) => asExpected) && twice === 0;
  const cost = await embedded.costOf(acts[1]?.run?.runId ?? '');
  print(`\nSwitchOver requests sent: ${sent}. Sent twice: ${twice}.`);
  print(`The record lies in ${record} (act 2 wrote ${cost.writeUnits} units).`);
  print('This proves the logic, not your cloud: your account, network and limits are still to be seen.');
  print('Next:');
  print(`  npm run offpeak -- show ${acts[1]?.run?.runId ?? ''} --cost --store ${record}`);
  print('  npm run offpeak -- serve examples/plan.yaml      your own account, in observe mode: reads only');
  if (!good) print('At least one act did not end as it must.');
  return good;
}
