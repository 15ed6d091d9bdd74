import type { Journal } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import type { Model } from '../../shared/local-volcengine/model.ts';
import { type Run, readRun } from '../../shared/protocol/run.ts';
import { makeDue } from '../../shared/steps/due.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import { makeStart, type StartRequest } from '../../shared/steps/start.ts';
import type { Store } from '../../shared/store/store.ts';
import { HOUR, type Instant, MINUTE, type Milliseconds, SECOND } from '../../shared/time/clock.ts';
import type { VirtualClock } from '../engine/virtual-clock.ts';
import { type Ground, type GroundOptions, makeGround, SOLO, type Told } from '../steps/ground.ts';
import { type Fault, type Io, makeInjector } from './faults.ts';
import { makeProcess, type Process } from './process.ts';
import { makeStillVendor } from './still-vendor.ts';
import { makeWitness, type Witness } from './witness.ts';

/** One case being played: the ground, the process that lives on it now, and what the judge will want to know. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly model: Model;
  /** The store itself, without faults: for looking, never for acting. */
  readonly store: Store;
  readonly journal: Journal;
  readonly told: readonly Told[];
  readonly people: Ground['people'];
  readonly refusals: Ground['refusals'];
  readonly lines: Ground['lines'];
  readonly workflows: WaitingWorkflows;
  readonly witness: Witness;
  ios(): readonly Io[];
  /** Does something in the living process, again in the next one when it dies or fails. */
  act<Result>(work: (process: Process) => Promise<Result>): Promise<Result>;
  /** The id of the run that was accepted; `undefined` where the request was refused. */
  start(request?: Partial<StartRequest>): Promise<string | undefined>;
  /** Lets time pass; a process that dies meanwhile is restarted after a second. */
  pass(time: Milliseconds): Promise<void>;
  /** Minute after minute with due and settle, until the runs are as asked. */
  minutesUntil(done: (runs: readonly Run[]) => boolean | Promise<boolean>, most?: number): Promise<boolean>;
  runs(): Promise<readonly Run[]>;
}

/** Workflows that wait by these task tokens, and not as others do. */
export interface WaitingWorkflows {
  /** They wait no longer. */
  readonly expired?: readonly string[];
  /** What they asked for is refused. */
  readonly refused?: readonly string[];
}

export interface StageOptions {
  readonly workflows?: WaitingWorkflows;
  readonly rig?: GroundOptions;
  readonly due?: boolean;
  readonly faults: readonly Fault[];
}

const LONG_FRAME = { remaining: () => HOUR };
const MOST_ATTEMPTS = 8;

export async function makeStage({
  rig: options = {},
  due = false,
  workflows = {},
  faults,
}: StageOptions): Promise<Stage> {
  const rig = await makeGround({
    ...options,
    // The endpoint remembers no token: nothing but the protocol prevents a second flip.
    seed: { tokens: { life: '0s' }, ...options.seed },
  });
  const { clock, told, parts } = rig;
  const { model, redis } = makeStillVendor(rig.model, rig.redis, clock);
  const witness = makeWitness(rig.store, model, clock);
  const journal = makeMemoryJournal();
  const injector = makeInjector(faults);
  let ids = 0;
  const uuid = () => {
    ids += 1;
    return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  };
  const ground = {
    parts: {
      ...parts,
      store: witness.store,
      redis: () => redis,
      announcer: {
        ...parts.announcer,
        answerToken: async (token: string, run: Run) =>
          !workflows.expired?.includes(token) && (await parts.announcer.answerToken(token, run)),
      },
    },
    ...{ journal, model, injector, witness, uuid },
  };
  let process = makeProcess(ground);

  async function living(): Promise<Process> {
    while (process.dead()) {
      await clock.advanceTo(clock.now() + SECOND);
      process = makeProcess(ground);
      const { die } = process;
      process.engine.resume().catch(die);
    }
    return process;
  }

  async function act<Result>(work: (process: Process) => Promise<Result>): Promise<Result> {
    let failure: unknown;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const present = await living();
      let end: { readonly value: Result } | { readonly error: unknown } | undefined;
      work(present).then(
        (value) => {
          end = { value };
        },
        (error: unknown) => {
          end = { error };
        },
      );
      await clock.runUntil(() => end !== undefined || present.dead());
      if (end !== undefined && 'value' in end) return end.value;
      failure = end?.error;
      await clock.advanceTo(clock.now() + SECOND);
    }
    throw new Error('An act did not come to an end', { cause: failure });
  }

  async function passTo(at: Instant): Promise<void> {
    while (clock.now() < at) {
      const present = await living();
      void clock.sleepUntil(at);
      await clock.runUntil(() => present.dead() || clock.now() >= at);
    }
  }

  async function runs(): Promise<readonly Run[]> {
    const months = ['2026-11', '2026-12'];
    const pages = await Promise.all(months.map((partition) => rig.store.find({ index: 'month', partition })));
    return (await rig.store.getMany(pages.flatMap((page) => page.keys))).map(readRun);
  }

  return {
    clock,
    model,
    store: rig.store,
    journal,
    told,
    people: rig.people,
    refusals: rig.refusals,
    lines: rig.lines,
    workflows,
    witness,
    runs,
    act,
    ios: () => injector.seen(),
    pass: (time) => passTo(clock.now() + time),
    async start(request) {
      const started = await act(({ ports }) =>
        makeStart(ports)({
          instance: SOLO,
          when: 'now',
          key: 'key-1',
          by: 'tester',
          reason: 'test',
          source: 'http',
          ...request,
        }),
      );
      return started.started ? started.run.runId : undefined;
    },
    async minutesUntil(done, most = 240) {
      for (let minute = 0; minute < most; minute += 1) {
        if (await done([...witness.runs.values()])) return true;
        await passTo(Math.floor(clock.now() / MINUTE + 1) * MINUTE);
        if (due) await act(({ ports }) => makeDue(ports)({}, LONG_FRAME));
        await act(({ ports }) => makeSettle(ports)({}, LONG_FRAME));
      }
      return await done([...witness.runs.values()]);
    },
  };
}
