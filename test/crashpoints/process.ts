import { AsyncLocalStorage } from 'node:async_hooks';
import type { Journal } from '../../shared/engine/engine.ts';
import type { EmbeddedEngine } from '../../shared/engine/make-engine.ts';
import type { Model } from '../../shared/local-volcengine/model.ts';
import { CONTROL, keys, STOP_PREFIX } from '../../shared/protocol/keys.ts';
import { makeWorkflowEngine } from '../../shared/runtime/workflow-engine.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import type { Store } from '../../shared/store/store.ts';
import { type Clock, MINUTE } from '../../shared/time/clock.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import type { Answer, PreparedSwitchOver, Redis } from '../../shared/volcengine/redis.ts';
import { doDeed } from './deeds.ts';
import { type Injector, type Io, isDeed } from './faults.ts';
import { claimsSend, type Steps, type Witness } from './witness.ts';

/** How long a stalled process stands still at its I/O: longer than any step is waited for. */
const STALL = 20 * MINUTE;

/** Everything that outlives a process. */
export interface Ground {
  readonly parts: Omit<Ports, 'executions'>;
  readonly journal: Journal;
  readonly model: Model;
  readonly witness: Witness;
  readonly injector: Injector;
  readonly uuid: () => string;
}

/** One process of an embedded Offpeak. Once dead, none of its promises ever acts or settles again. */
export interface Process {
  readonly engine: EmbeddedEngine;
  readonly ports: Ports;
  dead(): boolean;
  die(): void;
}

type Seen = Pick<Io, 'place' | 'call' | 'changes'>;

interface Call<Result> {
  readonly io: Seen;
  readonly work: () => Promise<Result>;
  /** What the caller meets when the answer is lost, and when the call is turned away. */
  readonly lost: () => Promise<Result>;
  readonly refused: () => Promise<Result>;
}

/** One invocation of a step: what it did so far, and how it is delivered once more. */
interface Invocation {
  readonly steps: Steps;
  again(): Promise<unknown>;
}

const never = <Result>() => new Promise<Result>(() => undefined);

/** Starts a process over the ground. All its I/Os go through the injector. */
export function makeProcess(ground: Ground): Process {
  const { parts, model, injector, witness } = ground;
  let dead = false;
  const invocations = new AsyncLocalStorage<Invocation>();
  const stepsNow = () => invocations.getStore()?.steps ?? {};
  const die = () => {
    dead = true;
  };

  async function io<Result>({ io: call, work, lost, refused }: Call<Result>): Promise<Result> {
    if (dead) return await never();
    const invocation = invocations.getStore();
    const fault = injector.next({ ...call, inStep: invocation !== undefined, ...standing(witness) });
    if (fault === undefined) {
      const result = await work();
      return dead ? await never() : result;
    }
    if (fault === 'throttled') return await refused();
    if (fault === 'executed late') {
      model.arm({ fault: 'execute-late', action: 'SwitchOver', times: 1, after: '20s' });
    }
    if (fault === 'step twice') invocation?.again().catch(() => undefined);
    if (fault === 'stalled') await parts.clock.sleepUntil(parts.clock.now() + STALL);
    if (isDeed(fault)) await invocations.exit(() => doDeed(fault, operator, witness));
    if (fault === 'crash before') die();
    if (dead) return await never();
    const result = await work();
    if (fault === 'crash after') die();
    if (dead) return await never();
    return fault === 'answer lost' ? await lost() : result;
  }

  function invoke<Result>(work: () => Promise<Result>): Promise<Result> {
    return invocations.run({ steps: {}, again: () => invoke(work) }, work);
  }

  const { engine, ports } = makeWorkflowEngine({
    ports: {
      ...parts,
      store: storeThrough(parts.store, io, witness, stepsNow),
      redis: (account) => redisThrough(parts.redis(account), { model, io, witness, stepsNow }),
      announcer: announcerThrough(parts.announcer, io),
      clock: clockOf(parts.clock, () => dead),
    },
    sentenceOf: (run) => `${run.outcome} ${run.reason}`,
    journal: journalThrough(ground.journal, io),
    uuid: ground.uuid,
    // The journal failed: the process is of no use any more, and its owner restarts it.
    onFault: die,
    inRun: (_runId, _step, work) => invoke(work),
  });
  const operator = operatorOf(parts, ports.executions);
  return { engine, ports, dead: () => dead, die };
}

/** What the runs that the witness saw allow an operator to do now. */
function standing({ runs }: Witness): Pick<Io, 'open' | 'held'> {
  let open = false;
  let held = false;
  for (const { phase, hold, settled } of runs.values()) {
    open ||= phase !== 'CLOSED';
    held ||= hold === true && settled === undefined;
  }
  return { open, held };
}

/** An operator's ports: nothing of theirs fails. Stopping an execution waits for its step, which may be waiting here. */
function operatorOf(parts: Ground['parts'], executions: Ports['executions']): Ports {
  const stop: Ports['executions']['stop'] = async (executor, cause) => {
    executions.stop(executor, cause).catch((error: unknown) => {
      parts.log.warn({ what: `the execution was not stopped: ${String(error)}` });
    });
  };
  return { ...parts, executions: { ...executions, stop } };
}

type Through = <Result>(call: Call<Result>) => Promise<Result>;

function failing<Result>(
  io: Through,
  at: Seen,
  work: () => Promise<Result>,
  fail: () => Error,
): Promise<Result> {
  const refused = async () => {
    throw fail();
  };
  return io({ io: at, work, lost: refused, refused });
}

function storeThrough(store: Store, io: Through, witness: Witness, stepsNow: () => Steps): Store {
  const through = <Result>(call: string, changes: boolean, work: () => Promise<Result>) =>
    failing(io, { place: 'store', call, changes }, work, () => new StoreUnavailable(`${call} → injected`));
  return {
    get: (key) =>
      through('get', false, () => {
        if (key.partition === CONTROL && key.sort === CURRENT_PLAN) stepsNow().readPlan = witness.moment();
        return store.get(key);
      }),
    getMany: (keys) => through('getMany', false, () => store.getMany(keys)),
    list: (partition, prefix) =>
      through('list', false, () => {
        if (partition === CONTROL && prefix === STOP_PREFIX) stepsNow().readStops = witness.moment();
        return store.list(partition, prefix);
      }),
    find: (query) => through('find', false, () => store.find(query)),
    transact: (writes) =>
      through('transact', true, async () => {
        const committed = await store.transact(writes);
        if (committed.committed && writes.some(claimsSend)) stepsNow().claimed = witness.moment();
        return committed;
      }),
  };
}

const CURRENT_PLAN = keys.currentPlan().sort;
const CUT: Answer = { kind: 'ambiguous', code: 'ConnectionReset', message: 'injected' };

interface Sending {
  readonly model: Model;
  readonly io: Through;
  readonly witness: Witness;
  readonly stepsNow: () => Steps;
}

function redisThrough(redis: Redis, { model, io, witness, stepsNow }: Sending): Redis {
  const read = <Result>(call: string, id: string, work: () => Promise<Result>) =>
    failing(
      io,
      { place: 'vendor', call, changes: false },
      work,
      () => new ReadFailed(call, id, { code: 'injected' }),
    );
  const tokens = new WeakMap<PreparedSwitchOver, string>();
  const send = (prepared: PreparedSwitchOver) => {
    witness.sent(tokens.get(prepared) ?? '', stepsNow());
    return redis.sendSwitchOver(prepared);
  };
  return {
    ...redis,
    describeInstance: (id) => read('describeInstance', id, () => redis.describeInstance(id)),
    describeShards: (id) => read('describeShards', id, () => redis.describeShards(id)),
    listTasks: (id, since) => read('listTasks', id, () => redis.listTasks(id, since)),
    listPlannedEvents: (id) => read('listPlannedEvents', id, () => redis.listPlannedEvents(id)),
    async prepareSwitchOver(request) {
      stepsNow().signed = witness.moment();
      const prepared = await redis.prepareSwitchOver(request);
      tokens.set(prepared, request.clientToken ?? '');
      return prepared;
    },
    sendSwitchOver: (prepared) =>
      io({
        io: { place: 'send', call: 'sendSwitchOver', changes: true },
        work: () => send(prepared),
        lost: async () => CUT,
        refused: () => {
          model.arm({ fault: 'throttle', action: 'SwitchOver', times: 1 });
          return send(prepared);
        },
      }),
  };
}

function announcerThrough(announcer: Ports['announcer'], io: Through): Ports['announcer'] {
  const through = <Result>(call: string, work: () => Promise<Result>) =>
    failing(io, { place: 'announcer', call, changes: true }, work, () => new Error(`${call} → injected`));
  return {
    closed: (run) => through('closed', () => announcer.closed(run)),
    settled: (run) => through('settled', () => announcer.settled(run)),
    message: (run) => through('message', () => announcer.message(run)),
    answerToken: (token, run) => through('answerToken', () => announcer.answerToken(token, run)),
  };
}

function journalThrough(journal: Journal, io: Through): Journal {
  const through = <Result>(call: string, changes: boolean, work: () => Promise<Result>) =>
    failing(io, { place: 'journal', call, changes }, work, () => new Error(`${call} → injected`));
  return {
    create: (execution) => through('create', true, () => journal.create(execution)),
    append: (name, events, change) => through('append', true, () => journal.append(name, events, change)),
    read: (name) => through('read', false, () => journal.read(name)),
    running: () => through('running', false, () => journal.running()),
  };
}

function clockOf(clock: Clock, dead: () => boolean): Clock {
  return {
    now: () => clock.now(),
    async sleepUntil(at, signal) {
      if (dead()) return await never();
      await clock.sleepUntil(at, signal);
      if (dead()) return await never();
    },
  };
}
