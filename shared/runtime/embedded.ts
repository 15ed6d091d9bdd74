import { randomInt, randomUUID } from 'node:crypto';
import type { CostView } from '../api/local-routes.ts';
import type { EmbeddedEngine } from '../engine/make-engine.ts';
import type { LanguageTag } from '../notify/catalogue.ts';
import type { Account, Plan } from '../plan/plan.ts';
import { readPlanPointer } from '../protocol/control.ts';
import { keys } from '../protocol/keys.ts';
import { applyPlan } from '../steps/apply-plan.ts';
import { type DuePass, makeDue } from '../steps/due.ts';
import type { Announcer, Log, Messenger, Ports, Settings } from '../steps/ports.ts';
import { makeSettle, type SettlePass } from '../steps/settle.ts';
import type { StoreKind } from '../store/errors.ts';
import { openSqliteFile } from '../store/sqlite-file.ts';
import { type Clock, MINUTE } from '../time/clock.ts';
import type { Redis } from '../volcengine/redis.ts';
import { sentenceFor } from './closed-run.ts';
import { embeddedJournal } from './embedded-journal.ts';
import { makeRunMeter } from './run-meter.ts';
import { makeWorkflowEngine } from './workflow-engine.ts';

export interface EmbeddedOptions {
  /** The one file of this Offpeak. Created when there is none. */
  readonly storePath: string;
  readonly kind: StoreKind;
  readonly clock: Clock;
  readonly redis: (account: Account) => Redis;
  readonly announcer: Announcer;
  readonly messenger: Messenger;
  readonly log: Log;
  readonly settings: Settings;
  readonly language: LanguageTag;
  /** IANA zone of the sentences. */
  readonly zone: string;
  readonly onFault: (execution: string, fault: unknown) => void;
}

/** Offpeak on one machine: store, engine, steps, due and settle in this process. */
export interface Embedded {
  readonly ports: Ports;
  readonly engine: EmbeddedEngine;
  /** What a run has cost so far, its states among it. */
  costOf(runId: string): Promise<CostView>;
  /** Returns the hash of the plan that was in force before, if one was. */
  apply(plan: Plan): Promise<{ readonly before?: string }>;
  due(): Promise<DuePass>;
  settle(): Promise<SettlePass>;
  /** Takes up what the process before left running. Returns the names of those executions. */
  resume(): Promise<readonly string[]>;
  /** Lets what is in flight end, then closes the file. Waiting executions stay for the next process. Once is enough. */
  close(): Promise<void>;
}

/** Time that one pass of due or settle may take. */
const PASS = 50_000;

/**
 * Opens the embedded composition over one SQLite file. Nothing runs before `resume`, `due` or `settle` is called.
 * Throws `StoreRefused` (other kind, newer version, owned by a living process) with the file untouched.
 */
export function openEmbedded(options: EmbeddedOptions): Embedded {
  const { clock } = options;
  const file = openSqliteFile({ path: options.storePath, kind: options.kind, clock });
  const meter = makeRunMeter(file.database, options.log);
  const { engine, ports } = makeWorkflowEngine({
    ports: {
      store: meter.store(file.store),
      clock,
      redis: (account) => meter.redis(options.redis(account)),
      announcer: options.announcer,
      messenger: options.messenger,
      log: options.log,
      unique: randomUUID,
      random: () => randomInt(2 ** 32) / 2 ** 32,
      settings: options.settings,
    },
    sentenceOf: sentenceFor({ language: options.language, zone: options.zone }),
    journal: embeddedJournal(file.database),
    uuid: randomUUID,
    onFault: options.onFault,
    inRun: meter.inRun,
  });
  const frame = () => {
    const endsAt = clock.now() + Math.min(PASS, MINUTE);
    return { remaining: () => endsAt - clock.now() };
  };
  let closed: Promise<void> | undefined;
  const due = makeDue(ports);
  const settle = makeSettle(ports);
  return {
    ports,
    engine,
    costOf: async (runId) => ({ states: await statesEntered(engine, runId), ...meter.costOf(runId) }),
    async apply(plan) {
      const present = await ports.store.get(keys.currentPlan());
      await applyPlan(ports, plan);
      return present === undefined ? {} : { before: readPlanPointer(present).hash };
    },
    due: () => due({}, frame()),
    settle: () => settle({}, frame()),
    resume: () => engine.resume(),
    close: () => (closed ??= engine.close().then(() => file.close())),
  };
}

/** How many states the run's execution has entered. An execution that was never started has entered none. */
async function statesEntered(engine: EmbeddedEngine, name: string): Promise<number> {
  if ((await engine.describe(name)) === undefined) return 0;
  return (await engine.history(name)).filter(({ type }) => type.endsWith('StateEntered')).length;
}
