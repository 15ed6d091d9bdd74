import type { Journal } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import type { Model } from '../../shared/local-volcengine/model.ts';
import { type Run, readRun } from '../../shared/protocol/run.ts';
import { makeDue } from '../../shared/steps/due.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import { makeStart, type StartRequest } from '../../shared/steps/start.ts';
import type { Store, Write } from '../../shared/store/store.ts';
import { keyOf } from '../../shared/store/write.ts';
import { HOUR, type Instant, MINUTE, type Milliseconds, SECOND } from '../../shared/time/clock.ts';
import type { VirtualClock } from '../engine/virtual-clock.ts';
import { makeRig, type RigOptions, SOLO, type Told } from '../steps/rig.ts';
import { type Fault, type Io, makeInjector } from './faults.ts';
import { makeProcess, type Process } from './process.ts';

/** Who owned the lease of an instance from a commit on, and how many effects the endpoint had executed before it. */
export interface LeaseAt {
  readonly effects: number;
  readonly instance: string;
  readonly owner: string | undefined;
}

/** One case being played: the ground, the process that lives on it now, and what the judge will want to know. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly model: Model;
  /** The store itself, without faults: for looking, never for acting. */
  readonly store: Store;
  readonly journal: Journal;
  readonly told: readonly Told[];
  readonly leases: readonly LeaseAt[];
  /** Every state in which a run was closed, in order. */
  readonly closes: readonly Run[];
  ios(): readonly Io[];
  /** Does something in the living process, again in the next one when it dies or fails. */
  act<Result>(work: (process: Process) => Promise<Result>): Promise<Result>;
  start(request?: Partial<StartRequest>): Promise<string>;
  /** Lets time pass; a process that dies meanwhile is restarted after a second. */
  pass(time: Milliseconds): Promise<void>;
  /** Minute after minute with due and settle, until the runs are as asked. */
  minutesUntil(done: (runs: readonly Run[]) => boolean | Promise<boolean>, most?: number): Promise<boolean>;
  runs(): Promise<readonly Run[]>;
}

export interface StageOptions {
  readonly rig?: RigOptions;
  readonly due?: boolean;
  readonly faults: readonly Fault[];
}

const LONG_FRAME = { remaining: () => HOUR };
const MOST_ATTEMPTS = 8;

export async function makeStage({ rig: options = {}, due = false, faults }: StageOptions): Promise<Stage> {
  let parts: Omit<Ports, 'executions'> | undefined;
  const rig = await makeRig({
    ...options,
    // The endpoint remembers no token: nothing but the protocol prevents a second flip.
    seed: { tokens: { life: '0s' }, ...options.seed },
    over: (given) => {
      parts = given;
      return given;
    },
  });
  if (parts === undefined) throw new Error('The rig was built without asking for its parts.');
  const { clock, model } = rig;
  const leases: LeaseAt[] = [];
  const closes: Run[] = [];
  const store = watched(rig.store, model, leases, closes);
  const journal = makeMemoryJournal();
  const injector = makeInjector(faults);
  let ids = 0;
  const uuid = () => {
    ids += 1;
    return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  };
  const ground = { parts: { ...parts, store }, journal, model, injector, uuid };
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
    told: rig.told,
    leases,
    closes,
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
      return started.started ? started.run.runId : started.what;
    },
    async minutesUntil(done, most = 240) {
      for (let minute = 0; minute < most; minute += 1) {
        if (await done(await runs())) return true;
        await passTo(Math.floor(clock.now() / MINUTE + 1) * MINUTE);
        if (due) await act(({ ports }) => makeDue(ports)({}, LONG_FRAME));
        await act(({ ports }) => makeSettle(ports)({}, LONG_FRAME));
      }
      return await done(await runs());
    },
  };
}

/** The store, telling the judge of every lease and every close as it is committed. */
function watched(store: Store, model: Model, leases: LeaseAt[], closes: Run[]): Store {
  return {
    ...store,
    async transact(writes) {
      const committed = await store.transact(writes);
      if (!committed.committed) return committed;
      for (const write of writes) {
        const key = keyOf(write);
        const owner = ownerAfter(write);
        if (key.partition.startsWith('lease#') && owner !== 'same') {
          leases.push({ effects: model.executed().length, instance: key.partition, ...owner });
        }
        const item = key.sort === 'run' ? await store.get(key) : undefined;
        if (item !== undefined && readRun(item).phase === 'CLOSED') closes.push(readRun(item));
      }
      return committed;
    },
  };
}

/** The owner that a write of a lease leaves behind. */
function ownerAfter(write: Write): 'same' | { readonly owner: string | undefined } {
  if ('update' in write && write.remove?.includes('owner')) return { owner: undefined };
  const attributes = 'put' in write ? write.attributes : 'update' in write ? write.set : undefined;
  const owner = attributes?.owner;
  return typeof owner === 'string' ? { owner } : 'same';
}
