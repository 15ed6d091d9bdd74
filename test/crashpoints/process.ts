import type { Journal } from '../../shared/engine/engine.ts';
import type { EmbeddedEngine } from '../../shared/engine/make-engine.ts';
import type { Model } from '../../shared/local-volcengine/model.ts';
import { makeWorkflowEngine } from '../../shared/runtime/workflow-engine.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import type { Store } from '../../shared/store/store.ts';
import { type Clock, MINUTE } from '../../shared/time/clock.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import type { Answer, Redis } from '../../shared/volcengine/redis.ts';
import type { Injector, Io } from './faults.ts';

/** How long a stalled process stands still at its I/O: longer than any step is waited for. */
const STALL = 20 * MINUTE;

/** Everything that outlives a process. */
export interface Ground {
  readonly parts: Omit<Ports, 'executions'>;
  readonly journal: Journal;
  readonly model: Model;
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

interface Call<Result> {
  readonly io: Omit<Io, 'inStep'>;
  readonly work: () => Promise<Result>;
  /** What the caller meets when the answer is lost, and when the call is turned away. */
  readonly lost: () => Promise<Result>;
  readonly refused: () => Promise<Result>;
}

const never = <Result>() => new Promise<Result>(() => undefined);

/** Starts a process over the ground. All its I/Os go through the injector. */
export function makeProcess(ground: Ground): Process {
  const { parts, model, injector } = ground;
  let dead = false;
  let underWay: { readonly again: () => Promise<unknown> } | undefined;
  const die = () => {
    dead = true;
  };

  async function io<Result>({ io: call, work, lost, refused }: Call<Result>): Promise<Result> {
    if (dead) return await never();
    const again = underWay?.again;
    const fault = injector.next({ ...call, inStep: again !== undefined });
    if (fault === 'throttled') return await refused();
    if (fault === 'executed late') {
      model.arm({ fault: 'execute-late', action: 'SwitchOver', times: 1, after: '20s' });
    }
    if (fault === 'step twice') again?.().catch(() => undefined);
    if (fault === 'stalled') await parts.clock.sleepUntil(parts.clock.now() + STALL);
    if (fault === 'crash before') die();
    if (dead) return await never();
    const result = await work();
    if (fault === 'crash after') die();
    if (dead) return await never();
    return fault === 'answer lost' ? await lost() : result;
  }

  const { engine, ports } = makeWorkflowEngine({
    ports: {
      ...parts,
      store: storeThrough(parts.store, io),
      redis: (account) => redisThrough(parts.redis(account), model, io),
      announcer: announcerThrough(parts.announcer, io),
      clock: clockOf(parts.clock, () => dead),
    },
    sentenceOf: (run) => `${run.outcome} ${run.reason}`,
    journal: journalThrough(ground.journal, io),
    uuid: ground.uuid,
    // The journal failed: the process is of no use any more, and its owner restarts it.
    onFault: die,
    inRun: async (_runId, _step, work) => {
      const mine = { again: work };
      underWay = mine;
      try {
        return await work();
      } finally {
        if (underWay === mine) underWay = undefined;
      }
    },
  });
  return { engine, ports, dead: () => dead, die };
}

type Through = <Result>(call: Call<Result>) => Promise<Result>;

function failing<Result>(
  io: Through,
  at: Call<Result>['io'],
  work: () => Promise<Result>,
  fail: () => Error,
): Promise<Result> {
  const refused = async () => {
    throw fail();
  };
  return io({ io: at, work, lost: refused, refused });
}

function storeThrough(store: Store, io: Through): Store {
  const through = <Result>(call: string, changes: boolean, work: () => Promise<Result>) =>
    failing(io, { place: 'store', call, changes }, work, () => new StoreUnavailable(`${call} → injected`));
  return {
    get: (key) => through('get', false, () => store.get(key)),
    getMany: (keys) => through('getMany', false, () => store.getMany(keys)),
    list: (partition, prefix) => through('list', false, () => store.list(partition, prefix)),
    find: (query) => through('find', false, () => store.find(query)),
    transact: (writes) => through('transact', true, () => store.transact(writes)),
  };
}

const CUT: Answer = { kind: 'ambiguous', code: 'ConnectionReset', message: 'injected' };

function redisThrough(redis: Redis, model: Model, io: Through): Redis {
  const read = <Result>(call: string, id: string, work: () => Promise<Result>) =>
    failing(
      io,
      { place: 'vendor', call, changes: false },
      work,
      () => new ReadFailed(call, id, { code: 'injected' }),
    );
  return {
    ...redis,
    describeInstance: (id) => read('describeInstance', id, () => redis.describeInstance(id)),
    describeShards: (id) => read('describeShards', id, () => redis.describeShards(id)),
    listTasks: (id, since) => read('listTasks', id, () => redis.listTasks(id, since)),
    listPlannedEvents: (id) => read('listPlannedEvents', id, () => redis.listPlannedEvents(id)),
    sendSwitchOver: (prepared) =>
      io({
        io: { place: 'send', call: 'sendSwitchOver', changes: true },
        work: () => redis.sendSwitchOver(prepared),
        lost: async () => CUT,
        refused: () => {
          model.arm({ fault: 'throttle', action: 'SwitchOver', times: 1 });
          return redis.sendSwitchOver(prepared);
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
