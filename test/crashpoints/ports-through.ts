import type { Journal } from '../../shared/engine/engine.ts';
import type { Model } from '../../shared/local-volcengine/model.ts';
import type { Delivery } from '../../shared/notify/channel.ts';
import { CONTROL, keys, STOP_PREFIX } from '../../shared/protocol/keys.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import type { Store } from '../../shared/store/store.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import type { Answer, PreparedSwitchOver, Redis } from '../../shared/volcengine/redis.ts';
import type { Io } from './faults.ts';
import { claimsSend, type Steps, type Witness } from './witness.ts';

/** What the call itself says of it. */
type Seen = Pick<Io, 'place' | 'call' | 'changes'>;

/** One input or output on its way through the injector. */
export interface Call<Result> {
  readonly io: Seen;
  readonly work: () => Promise<Result>;
  /** What the caller meets when the answer is lost, and when the call is turned away. */
  readonly lost: () => Promise<Result>;
  readonly refused: () => Promise<Result>;
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

export function storeThrough(store: Store, io: Through, witness: Witness, stepsNow: () => Steps): Store {
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
  /** The token that prepared bytes carry. */
  readonly tokens: WeakMap<PreparedSwitchOver, string>;
  readonly model: Model;
  readonly io: Through;
  readonly witness: Witness;
  readonly stepsNow: () => Steps;
}

export function redisThrough(redis: Redis, { tokens, model, io, witness, stepsNow }: Sending): Redis {
  const read = <Result>(call: string, id: string, work: () => Promise<Result>) =>
    failing(
      io,
      { place: 'vendor', call, changes: false },
      work,
      () => new ReadFailed(call, id, { code: 'injected' }),
    );
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

export function announcerThrough(announcer: Ports['announcer'], io: Through): Ports['announcer'] {
  const through = <Result>(call: string, work: () => Promise<Result>) =>
    failing(io, { place: 'announcer', call, changes: true }, work, () => new Error(`${call} → injected`));
  return {
    closed: (run) => through('closed', () => announcer.closed(run)),
    settled: (run) => through('settled', () => announcer.settled(run)),
    message: (run) => through('message', () => announcer.message(run)),
    answerToken: (token, run) => through('answerToken', () => announcer.answerToken(token, run)),
    unheard: (run) => through('unheard', () => announcer.unheard(run)),
    refuseToken: (token, refusal) => through('refuseToken', () => announcer.refuseToken(token, refusal)),
  };
}

/** Each try of a message is one I/O: turned away, it did not arrive; without its answer it did. */
export function messengerThrough(messenger: Ports['messenger'], io: Through): Ports['messenger'] {
  const failed = (code: 'THROTTLED' | 'TIMEOUT') => async (): Promise<Delivery> => ({
    delivered: false,
    code,
    permanent: false,
  });
  return {
    ...messenger,
    channel(entry, named) {
      const channel = messenger.channel(entry, named);
      return {
        ...channel,
        send: (message) =>
          io({
            io: { place: 'message', call: message.id.slice(message.id.indexOf('/') + 1), changes: true },
            work: () => channel.send(message),
            lost: failed('TIMEOUT'),
            refused: failed('THROTTLED'),
          }),
      };
    },
  };
}

export function journalThrough(journal: Journal, io: Through): Journal {
  const through = <Result>(call: string, changes: boolean, work: () => Promise<Result>) =>
    failing(io, { place: 'journal', call, changes }, work, () => new Error(`${call} → injected`));
  return {
    create: (execution) => through('create', true, () => journal.create(execution)),
    append: (name, events, change) => through('append', true, () => journal.append(name, events, change)),
    read: (name) => through('read', false, () => journal.read(name)),
    running: () => through('running', false, () => journal.running()),
  };
}
