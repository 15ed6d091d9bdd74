import { makeApi } from '../../shared/api/api.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { runPartition } from '../../shared/protocol/keys.ts';
import { NEEDS_ATTENTION } from '../../shared/protocol/run.ts';
import { makeWorkflowEngine } from '../../shared/runtime/workflow-engine.ts';
import { makeAcknowledge } from '../../shared/steps/acknowledge.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { makeCancel } from '../../shared/steps/cancel.ts';
import { makeDue } from '../../shared/steps/due.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { makeSettle } from '../../shared/steps/settle.ts';
import { makeStart } from '../../shared/steps/start.ts';
import { makeResume, makeStop } from '../../shared/steps/stops.ts';
import { HOUR } from '../../shared/time/clock.ts';
import { makeRig, type RigOptions, SOLO } from '../steps/rig.ts';
import { makeRoleGuard } from './role-guard.ts';
import { synthesise } from './synthesise.ts';

export const { service, deployment } = synthesise();
/** A pass with time to spare. */
export const frame = { remaining: () => HOUR };
const LOST = new Error('the process died');

/** What each story of this process needed: the permissions, as `grants.ts` writes them. */
export const NEEDED: ReadonlySet<string>[] = [];

/** An Offpeak in this process, each part of which may do only what its role in the stack allows. */
export async function underRoles(options: RigOptions = {}) {
  const rig = await makeRig(options);
  // A direct start has no run yet that would tell whose step it is: CheckWindow's, which alone takes one.
  const { as, guard, denials, used } = makeRoleGuard(service, 'RunCheckWindowRole');
  NEEDED.push(used);
  const { engine, ports: unguarded } = makeWorkflowEngine({
    ports: guard(rig.ports),
    sentenceOf: (run) => String(run.outcome),
    journal: makeMemoryJournal(),
    uuid: () => rig.ports.unique(),
    onFault: () => undefined,
    inRun: (_runId, step, work) => as(`Run${step}Role`, work),
  });
  const ports = { ...unguarded, ...guard({ executions: unguarded.executions }) };
  const request = {
    instance: SOLO,
    when: 'now',
    key: 'k',
    by: 'ann',
    reason: 'test',
    source: 'http',
  } as const;
  return {
    ...rig,
    engine,
    denials,
    used,
    api: {
      start: (over: object = {}) => as('ApiRole', () => makeStart(ports)({ ...request, ...over })),
      cancel: (runId: string) => as('ApiRole', () => makeCancel(ports)({ runId, by: 'ann', reason: 'no' })),
      acknowledge: (runId: string) =>
        as('ApiRole', () => makeAcknowledge(ports)({ runId, by: 'ann', reason: 'seen' })),
      stop: (scope: string) => as('ApiRole', () => makeStop(ports)({ scope, by: 'ann', reason: 'storm' })),
      resume: (scope: string) => as('ApiRole', () => makeResume(ports)(scope)),
      apply: (plan: Plan) => as('ApiRole', () => applyPlan(ports, plan, 'ann')),
      list: (query: string) =>
        as('ApiRole', async () => await makeApi({ ports, caller: () => 'ann' }).request(`/v1/runs?${query}`)),
      /** Accepts a run, and dies before it is started. */
      accept: async () => {
        const executions = { ...ports.executions, start: () => Promise.reject(LOST) };
        const start = as('ApiRole', () => makeStart({ ...ports, executions })(request));
        await start.catch((error: unknown) => {
          if (error !== LOST) throw error;
        });
      },
    },
    due: () => as('DueRole', () => makeDue(ports)({}, frame)),
    settle: () => as('SettleRole', () => makeSettle(ports)({}, frame)),
    /** settle, where the platform says of every execution that it runs. */
    settleHanging: () => {
      const executions = { ...unguarded.executions, status: async () => 'RUNNING' as const };
      return as('SettleRole', () => makeSettle({ ...ports, ...guard({ executions }) })({}, frame));
    },
    async ended(name: string) {
      const ending = engine.ended(name);
      let over = false;
      void ending.then(() => {
        over = true;
      });
      await rig.clock.runUntil(() => over);
      return await ending;
    },
    openRuns: async () =>
      (await rig.store.find({ index: 'attention', partition: NEEDS_ATTENTION })).keys.map(({ partition }) =>
        partition.slice(runPartition('').length),
      ),
    run: async (runId: string) => (await openRun(rig.store, runId)).run,
  };
}

export type Offpeak = Awaited<ReturnType<typeof underRoles>>;

/** The id of a run that was started over HTTP. Throws where it was not. */
export async function startedBy(offpeak: Offpeak, over: object = {}): Promise<string> {
  const started = await offpeak.api.start(over);
  if (!started.started) throw new Error(JSON.stringify(started));
  return started.run.runId;
}
