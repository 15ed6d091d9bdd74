import type { Execution } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import type { EmbeddedEngine } from '../../shared/engine/make-engine.ts';
import type { Model } from '../../shared/local-volcengine/model.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { brokenAt, readEvent } from '../../shared/protocol/audit.ts';
import { atOncePartition, auditPartition } from '../../shared/protocol/keys.ts';
import type { Lease } from '../../shared/protocol/lease.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { readSlot, type Slot } from '../../shared/protocol/slots.ts';
import { makeWorkflowEngine } from '../../shared/runtime/workflow-engine.ts';
import { makeAcknowledge } from '../../shared/steps/acknowledge.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { makeCancel } from '../../shared/steps/cancel.ts';
import { leaseOf } from '../../shared/steps/close-run.ts';
import { makeDue } from '../../shared/steps/due.ts';
import type { LogLine, Ports } from '../../shared/steps/ports.ts';
import { openRun, type RunFile } from '../../shared/steps/run-file.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import { makeStart, type StartRequest } from '../../shared/steps/start.ts';
import { makeResume, makeStop } from '../../shared/steps/stops.ts';
import type { Store } from '../../shared/store/store.ts';
import { HOUR, MINUTE, type Milliseconds } from '../../shared/time/clock.ts';
import type { VirtualClock } from '../engine/virtual-clock.ts';
import type { FakeChannels } from '../notify/fake-channel.ts';
import { type Ground, type GroundOptions, makeGround, SOLO, type Told } from './ground.ts';

export { FLEET, NIGHT, PLAN_HASH, rule, SOLO } from './ground.ts';

/** Everything of one embedded Offpeak in this process, on a virtual clock, with the local endpoint's own model. */
export interface Rig {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly model: Model;
  readonly ports: Ports;
  readonly engine: EmbeddedEngine;
  readonly told: readonly Told[];
  readonly refusals: Ground['refusals'];
  readonly people: FakeChannels;
  readonly lines: readonly LogLine[];
  readonly faults: readonly unknown[];
  start(request?: Partial<StartRequest>): ReturnType<ReturnType<typeof makeStart>>;
  /** The id of a run that is accepted. Throws where it is not. */
  accepted(request?: Partial<StartRequest>): Promise<string>;
  /** The run of a request, once its execution has ended. */
  ran(request?: Partial<StartRequest>): Promise<Run>;
  due(): ReturnType<ReturnType<typeof makeDue>>;
  settle(): ReturnType<ReturnType<typeof makeSettle>>;
  /** An execution that somebody else starts, with whatever input. */
  direct(name: string, input: unknown): Promise<Execution>;
  /** Runs virtual time until the work is done. */
  driven<Result>(work: Promise<Result>): Promise<Result>;
  cancel(runId: string): ReturnType<ReturnType<typeof makeCancel>>;
  acknowledge(runId: string): ReturnType<ReturnType<typeof makeAcknowledge>>;
  stop(scope: string): ReturnType<ReturnType<typeof makeStop>>;
  resume(scope: string): Promise<boolean>;
  /** Applies another plan, made of the one in force, under a hash of its own. */
  apply(change: (plan: Plan) => Plan): Promise<void>;
  /** The minute loop: due and settle so many times, or until `done` holds. */
  minutes(count: number, done?: () => Promise<boolean>, every?: Milliseconds): Promise<void>;
  /** Runs virtual time until the execution has ended. */
  ended(runId: string): Promise<Execution>;
  run(runId: string): Promise<Run>;
  file(runId: string): Promise<RunFile>;
  /** The kinds of the run's audit events. Throws where the chain is broken. */
  events(runId: string): Promise<readonly string[]>;
  lease(instanceId?: string): Promise<Lease | undefined>;
  /** The slots that are taken, each with its run. */
  slots(): Promise<readonly Slot[]>;
  /** How many SwitchOver calls the endpoint executed. */
  executed(): number;
  /** The requests of one kind that reached the endpoint. */
  asked(action: string): number;
}

export interface RigOptions extends GroundOptions {
  readonly over?: (ports: Omit<Ports, 'executions'>) => Omit<Ports, 'executions'>;
}

const LONG_FRAME = { remaining: () => HOUR };

export async function makeRig(options: RigOptions = {}): Promise<Rig> {
  const {
    clock,
    store,
    model,
    plan: first,
    told,
    refusals,
    people,
    lines,
    parts,
    nextId,
  } = await makeGround(options);
  let plan = first;
  let plans = 0;
  const faults: unknown[] = [];
  const { engine, ports } = makeWorkflowEngine({
    ports: options.over?.(parts) ?? parts,
    sentenceOf: (run) => `${run.outcome} ${run.reason} ${run.decision?.code}`,
    journal: makeMemoryJournal(),
    uuid: () => `00000000-0000-4000-8000-${String(nextId()).padStart(12, '0')}`,
    onFault: (_execution, fault) => faults.push(fault),
  });
  const start = (request?: Partial<StartRequest>) =>
    makeStart(ports)({
      ...{ instance: SOLO, when: 'now', key: 'key-1', by: 'tester', reason: 'test', source: 'http' },
      ...request,
    });
  const accepted = async (request?: Partial<StartRequest>) => {
    const answer = await start(request);
    if (!answer.started) throw new Error(`${answer.what}: ${answer.decision?.code}`);
    return answer.run.runId;
  };
  const run = async (runId: string) => (await openRun(store, runId)).run;
  const due = () => driven(makeDue(ports)({}, LONG_FRAME));
  const settle = () => driven(makeSettle(ports)({}, LONG_FRAME));
  /** Lets time pass for as long as the work needs it, and no longer. */
  async function driven<Result>(work: Promise<Result>): Promise<Result> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    await clock.runUntil(() => over);
    return await work;
  }
  async function ended(runId: string): Promise<Execution> {
    let ended: Execution | undefined;
    void engine.ended(runId).then((execution) => {
      ended = execution;
    });
    await clock.runUntil(() => ended !== undefined || faults.length > 0);
    if (ended === undefined)
      throw new Error(`execution ${runId} did not end: ${faults.map(String).join('; ')}`);
    return ended;
  }
  return {
    clock,
    store,
    model,
    ports,
    engine,
    told,
    refusals,
    people,
    lines,
    faults,
    start,
    accepted,
    due,
    settle,
    direct: (name, input) => engine.start(name, input),
    driven,
    cancel: (runId) => makeCancel(ports)({ runId, by: 'tester', reason: 'test' }),
    acknowledge: (runId) => makeAcknowledge(ports)({ runId, by: 'tester', reason: 'test' }),
    stop: (scope) => makeStop(ports)({ scope, by: 'tester', reason: 'test' }),
    resume: (scope) => makeResume(ports)(scope),
    async apply(change) {
      plans += 1;
      plan = { ...change(plan), hash: String(plans).repeat(64) };
      await applyPlan({ store, clock }, plan);
    },
    async minutes(count, done, every = MINUTE) {
      for (let minute = 0; minute < count && (await done?.()) !== true; minute += 1) {
        await clock.advanceTo(clock.now() + every);
        await due();
        await settle();
      }
    },
    ended,
    async ran(request) {
      const runId = await accepted(request);
      await ended(runId);
      return await run(runId);
    },
    run,
    file: (runId) => openRun(store, runId),
    events: (runId) => eventsOf(store, runId),
    lease: (instanceId = SOLO) => leaseOf(store, { instance: `cn-beijing/${instanceId}` }),
    slots: async () => (await store.list(atOncePartition('prod'))).map(readSlot),
    executed: () => model.executed().filter(({ effect }) => effect === 'SwitchOver').length,
    asked: (action) => model.answered().filter((answer) => answer.action === action).length,
  };
}

async function eventsOf(store: Store, runId: string): Promise<readonly string[]> {
  const events = (await store.list(auditPartition(runId))).map(readEvent);
  const broken = brokenAt(runId, events, (await openRun(store, runId)).run.link);
  if (broken !== undefined) throw new Error(`the audit of ${runId} is broken at ${broken}`);
  return events.map(({ kind }) => kind);
}
