import { randomUUID } from 'node:crypto';
import { makeMemoryJournal } from '../shared/engine/journal-memory.ts';
import { makeModel } from '../shared/local-volcengine/model.ts';
import { seedFrom } from '../shared/local-volcengine/seed.ts';
import type { Plan } from '../shared/plan/plan.ts';
import { readPlan } from '../shared/plan/read.ts';
import { logOnly } from '../shared/runtime/embedded-channels.ts';
import { makeLeapingClock } from '../shared/runtime/leaping-clock.ts';
import { makeMessenger } from '../shared/runtime/messenger.ts';
import { makeModelRedis } from '../shared/runtime/model-redis.ts';
import { executionIdOf, makeWorkflowEngine } from '../shared/runtime/workflow-engine.ts';
import { applyPlan } from '../shared/steps/apply-plan.ts';
import { makeCheckWindow } from '../shared/steps/check-window.ts';
import { makePollStatus } from '../shared/steps/poll-status.ts';
import type { Executions, Log, Ports } from '../shared/steps/ports.ts';
import { makeRecordOutcome } from '../shared/steps/record-outcome.ts';
import { makeStart } from '../shared/steps/start.ts';
import { makeSwitchOver } from '../shared/steps/switch-over.ts';
import { makeMemoryStore } from '../shared/store/memory.ts';
import { HOUR, SECOND } from '../shared/time/clock.ts';
import { median, report, times } from './measure.ts';

/**
 * How many whole runs a second the workflow does, from request to proven, over the model and a memory store on a clock
 * that leaps; against the same four steps called one after the other without an engine. Run with `node bench/engine.ts`.
 */

const RUNS = 100;
const ROUNDS = 5;
const OPENS = Date.parse('2026-11-24T00:10:00Z');

const PLAN = `
timezone: UTC
defaults: { account: bench, window: always, notify: bench, cooldown: 1s }
accounts: { bench: { region: cn-beijing, credentials: bench, mode: switch } }
windows: { always: { days: mon-sun, open: "00:00", close: "23:59" } }
notify: { bench: { log: bench } }
rules:
  - { name: solo, match: { instance: redis-solo }, every: opening }
`;

const SEED = {
  credentials: [{ accessKeyId: 'AKLTBENCH', secretKey: 'bench-only' }],
  instances: [{ id: 'redis-solo', zones: ['cn-beijing-a', 'cn-beijing-b'] }],
  operations: { tasks: false },
};

const SILENT: Log = { info: () => undefined, warn: () => undefined };

/** Everything but the engine, over a world of its own. */
async function surroundings(): Promise<Omit<Ports, 'executions'>> {
  const reading = readPlan(PLAN);
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
  const plan: Plan = reading.plan;
  const seed = seedFrom(SEED);
  const clock = makeLeapingClock(OPENS, () => model.nextDeadline());
  const model = makeModel({ clock, seed, ids: () => randomUUID().replaceAll('-', '').toUpperCase() });
  const redis = makeModelRedis({ model, seed, clock, random: () => 0.5, timeout: 10 * SECOND });
  const store = makeMemoryStore();
  await applyPlan({ store, clock }, plan);
  return {
    store,
    clock,
    redis: () => redis,
    announcer: {
      closed: async () => undefined,
      settled: async () => undefined,
      message: async () => undefined,
      answerToken: async () => true,
      unheard: async () => undefined,
      refuseToken: async () => true,
    },
    messenger: makeMessenger({ channel: logOnly(SILENT, clock), language: 'en' }),
    log: SILENT,
    unique: randomUUID,
    random: () => 0.5,
    settings: { deployment: 'bench', signatureLife: 30 * SECOND, requestTimeout: 10 * SECOND },
  };
}

async function accepted(ports: Ports, key: string): Promise<string> {
  const started = await makeStart(ports)({
    key,
    instance: 'redis-solo',
    when: 'now',
    by: 'bench',
    reason: 'a measurement',
    source: 'command',
  });
  if (!started.started) throw new Error(`run ${key} was refused: ${JSON.stringify(started)}`);
  return started.run.runId;
}

/** Runs through the engine, one after the other. */
async function throughTheEngine(): Promise<void> {
  const { engine, ports } = makeWorkflowEngine({
    ports: await surroundings(),
    sentenceOf: () => '',
    journal: makeMemoryJournal(),
    uuid: randomUUID,
    onFault: (_execution, fault) => {
      throw fault;
    },
  });
  for (let run = 0; run < RUNS; run += 1) {
    const ended = await engine.ended(await accepted(ports, `run-${run}`));
    if (ended.status !== 'SUCCEEDED') throw new Error(`run ${run} ended ${ended.status}`);
    await ports.clock.sleepUntil(ports.clock.now() + 2 * SECOND);
  }
}

/** The same steps on the same payloads, called by hand. */
async function byHand(): Promise<void> {
  const executions: Executions = {
    start: async () => true,
    stop: async () => undefined,
    named: (runId) => runId,
    status: async () => undefined,
  };
  const ports: Ports = { ...(await surroundings()), executions };
  const [checkWindow, switchOver] = [makeCheckWindow(ports), makeSwitchOver(ports)];
  const [pollStatus, recordOutcome] = [
    makePollStatus(ports),
    makeRecordOutcome({ ...ports, sentenceOf: () => '' }),
  ];
  const frame = { remaining: () => HOUR };
  for (let run = 0; run < RUNS; run += 1) {
    const runId = await accepted(ports, `run-${run}`);
    const execution = executionIdOf(runId);
    await checkWindow({ input: { runId }, execution }, frame);
    await switchOver({ runId, execution }, frame);
    await pollStatus({ runId, execution }, frame);
    const { outcome } = await recordOutcome({ runId, execution }, frame);
    if (outcome !== 'SUCCEEDED') throw new Error(`run ${run} came to ${outcome}`);
    await ports.clock.sleepUntil(ports.clock.now() + 2 * SECOND);
  }
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (RUNS * 1_000) / (performance.now() - began);
}

await perSecond(byHand);
await perSecond(throughTheEngine);
const rounds: { engine: number[]; hand: number[] } = { engine: [], hand: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.hand.push(await perSecond(byHand));
  rounds.engine.push(await perSecond(throughTheEngine));
}
const [floor, engine] = [median(rounds.hand), median(rounds.engine)];
const rate = (value: number) => `${Math.round(value).toLocaleString('en')} runs/s`;
report([
  ['floor: the four steps called by hand', rate(floor), `median of ${ROUNDS} rounds of ${RUNS}`],
  ['the same through the engine', rate(engine), `the floor is ${times(floor / engine)} as fast`],
]);
