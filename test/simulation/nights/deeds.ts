import { runIdOfRequest } from '../../../shared/protocol/identity.ts';
import { executionIdOf } from '../../../shared/runtime/workflow-engine.ts';
import { makeAcknowledge } from '../../../shared/steps/acknowledge.ts';
import { applyPlan } from '../../../shared/steps/apply-plan.ts';
import { makeCancel } from '../../../shared/steps/cancel.ts';
import { makeStart } from '../../../shared/steps/start.ts';
import { makeResume, makeStop } from '../../../shared/steps/stops.ts';
import { MINUTE } from '../../../shared/time/clock.ts';
import type { Act } from './acts.ts';
import { OPENS } from './night.ts';
import { allRuns } from './open-runs.ts';
import type { Seat, Simulation } from './simulation.ts';
import { planOf } from './world-plan.ts';

/** An act and what its author was told. */
export interface Deed {
  readonly act: Act;
  readonly at: number;
  readonly answer: unknown;
}

/** Errors that an author of an act may be told, and has to live with. */
const EXPECTED = new Set([
  'RunChanged',
  'StoreUnavailable',
  'RunNotFound',
  'ExecutionAlreadyExists',
  'ExecutionDoesNotExist',
]);

/** Does one act in a process of its own, unless there is none to do it in. */
export async function perform(
  simulation: Simulation,
  act: Act,
  number: number,
  deeds: Deed[],
): Promise<void> {
  const { timeline } = simulation;
  if (!simulation.host().alive) return;
  const at = timeline.now();
  const seat = simulation.seat(`caller${number}`);
  simulation.tell(seat.process.name, JSON.stringify(act));
  simulation.coverage.happened(act.act, await concerned(simulation, act));
  try {
    deeds.push({ act, at, answer: await answerTo(simulation, seat, act, number) });
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error);
    const platformFault = error instanceof Error && error.message.endsWith('did not answer');
    if (!EXPECTED.has(name) && !platformFault) simulation.surprises.push(`${act.act}: ${String(error)}`);
  }
}

async function answerTo(simulation: Simulation, seat: Seat, act: Act, number: number): Promise<unknown> {
  const { ports } = seat;
  const { world } = simulation;
  const by = 'somebody';
  switch (act.act) {
    case 'request': {
      const when = act.when === 'soon' ? OPENS + 10 * MINUTE : act.when;
      const { instance, key, reason, dryRun } = act;
      return await makeStart(ports)({ instance, key, reason, by, when, dryRun, source: 'http' });
    }
    case 'override': {
      const { instance, key, reason, gate } = act;
      const override = { gate };
      return await makeStart(ports)({ instance, key, reason, by, when: 'now', source: 'http', override });
    }
    case 'start directly': {
      const { instance, key, reason, execution, token } = act;
      const input = { instance, key, reason, when: 'now', ...(token && { taskToken: `token-${execution}` }) };
      await simulation.platform.engine().start(execution, input);
      return execution;
    }
    case 'deliver again': {
      const run = await someRun(simulation, act.run);
      if (run === undefined) return undefined;
      await simulation.platform.engine().start(`${act.execution}-${number}`, { runId: run.runId });
      return run.runId;
    }
    case 'stop':
      return await makeStop(ports)({
        scope: scopeOf(simulation, act.scope),
        by,
        reason: 'to see what happens',
      });
    case 'resume':
      return await makeResume(ports)(scopeOf(simulation, act.scope));
    case 'apply a plan':
      return await applyPlan(ports, planOf(simulation.world, { ...act, version: number + 1 }));
    case 'cancel':
    case 'acknowledge': {
      const run = await someRun(simulation, act.run);
      if (run === undefined) return undefined;
      const make = act.act === 'cancel' ? makeCancel : makeAcknowledge;
      return await make(ports)({ runId: run.runId, by, reason: 'to see what happens' });
    }
    case 'abort': {
      const run = await someRun(simulation, act.run);
      if (run?.executor === undefined) return undefined;
      const name = run.executor.slice(executionIdOf('').length);
      return await simulation.platform.engine().stop(name, 'Aborted', 'by somebody else');
    }
    case 'failover':
      return simulation.cloud.model.arm({ fault: 'failover', instance: act.instance });
    case 'somebody else switches':
      return simulation.cloud.foreignSwitchOver(act.instance);
    case 'forget tokens':
      return simulation.cloud.model.arm({ fault: 'forget-tokens' });
    case 'power loss':
      // In the cloud no process of ours is the machine's only one; there its like is a fault of each invocation.
      return world.composition === 'embedded' ? simulation.host().die() : undefined;
    case 'outage':
      return simulation.faults.begin({ of: act.of, until: simulation.timeline.now() + act.minutes * MINUTE });
  }
}

/** The runs that an act is about: one, those of an instance, or all. */
async function concerned(simulation: Simulation, act: Act): Promise<readonly string[]> {
  if ('run' in act) return [(await someRun(simulation, act.run))?.runId ?? ''];
  if ('key' in act) return [runIdOfRequest('simulated', act.key)];
  const runs = await allRuns(simulation);
  const about = 'instance' in act ? runs.filter((run) => run.instance.endsWith(act.instance)) : runs;
  return about.map(({ runId }) => runId);
}

async function someRun(simulation: Simulation, number: number) {
  const runs = await allRuns(simulation);
  return runs[number % Math.max(1, runs.length)];
}

function scopeOf({ world }: Simulation, scope: 'everything' | 'account:prod' | 'instance'): string {
  if (scope !== 'instance') return scope;
  return `instance:cn-beijing/${world.instances[0]?.id ?? ''}`;
}
