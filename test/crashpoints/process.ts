import { AsyncLocalStorage } from 'node:async_hooks';
import type { Journal } from '../../shared/engine/engine.ts';
import type { EmbeddedEngine } from '../../shared/engine/make-engine.ts';
import type { Model } from '../../shared/local-volcengine/model.ts';
import { makeWorkflowEngine } from '../../shared/runtime/workflow-engine.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { type Clock, MINUTE } from '../../shared/time/clock.ts';
import type { PreparedSwitchOver } from '../../shared/volcengine/redis.ts';
import { doDeed } from './deeds.ts';
import { type Injector, type Io, isDeed } from './faults.ts';
import {
  announcerThrough,
  type Call,
  journalThrough,
  messengerThrough,
  redisThrough,
  storeThrough,
} from './ports-through.ts';
import type { Steps, Witness } from './witness.ts';

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
    // What a second delivery throws is its own caller's affair; what it did is judged.
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

  const sending = { tokens: new WeakMap<PreparedSwitchOver, string>(), model, io, witness, stepsNow };
  const { engine, ports } = makeWorkflowEngine({
    ports: {
      ...parts,
      store: storeThrough(parts.store, io, witness, stepsNow),
      redis: (account) => redisThrough(parts.redis(account), sending),
      announcer: announcerThrough(parts.announcer, io),
      messenger: messengerThrough(parts.messenger, io),
      clock: clockOf(parts.clock, () => dead),
    },
    sentenceOf: (run) => `${run.outcome} ${run.reason}`,
    journal: journalThrough(ground.journal, io),
    uuid: ground.uuid,
    // The journal failed: the process is of no use any more, and its owner restarts it.
    onFault: die,
    inRun: (_runId, _step, work) => invoke(work),
  });
  const operator = operatorOf(parts, ports.executions, witness);
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
function operatorOf(parts: Ground['parts'], executions: Ports['executions'], { trouble }: Witness): Ports {
  const stop: Ports['executions']['stop'] = async (executor, cause) => {
    executions.stop(executor, cause).catch((error: unknown) => {
      trouble(`a cancelled execution was not stopped: ${String(error)}`);
    });
  };
  return { ...parts, executions: { ...executions, stop } };
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
