import type { Plan } from '../plan/plan.ts';
import { accept, acceptedRun } from '../protocol/accept.ts';
import { moveWatermark, type PlanPointer, readPlanPointer, readWatermark } from '../protocol/control.ts';
import { keys } from '../protocol/keys.ts';
import type { Run } from '../protocol/run.ts';
import { STUCK_AFTER } from '../protocol/stuck.ts';
import type { Store } from '../store/store.ts';
import { outcomeOfNoSend } from '../switchover/consequences.ts';
import type { Instant } from '../time/clock.ts';
import { closeRun } from './close-run.ts';
import { type DueCandidate, dueCandidates } from './due-candidates.ts';
import { type DueAnswer, makeDueGates } from './due-gates.ts';
import { planVersion } from './plan-in-force.ts';
import type { Frame, Ports } from './ports.ts';

/** What one pass of due did. */
export interface DuePass {
  readonly started: readonly string[];
  readonly skipped: readonly string[];
  /** Due, but not yet: asked again in the next pass. */
  readonly waiting: number;
}

/**
 * The scheduler of record: starts what is due and has a free slot, oldest first, and records what was missed.
 *
 * *Not yet* writes nothing and is asked again each minute; at the cutoff it becomes one SKIPPED with the last reason.
 * *No* is SKIPPED at once. Everything due since the watermark is looked at, so a missed minute costs a minute.
 */
export function makeDue(ports: Ports) {
  return async (_input: unknown, _frame: Frame): Promise<DuePass> => {
    const { store, clock } = ports;
    const begun = await whereItStands(store);
    // A fresh install has nothing due: the first plan is yet to be applied.
    if (begun === undefined) return { started: [], skipped: [], waiting: 0 };
    const { pointer, watermark: known } = begun;
    const plan = await planVersion(store, pointer.hash);
    const now = clock.now();
    const since = known ?? pointer.appliedAt;
    const candidates = await dueCandidates(ports, plan, since, now);
    const gates = makeDueGates(ports, plan);
    const pass = { started: [] as string[], skipped: [] as string[], waiting: 0 };
    let watermark = now;
    let stuck = 0;
    for (const candidate of candidates) {
      const did = await honour(ports, candidate, plan, gates);
      if (did === 'started') pass.started.push(candidate.runId);
      else if (did === 'skipped') pass.skipped.push(candidate.runId);
      else if (did === 'waiting' || did === 'failed') {
        pass.waiting += 1;
        if (candidate.run === undefined) watermark = Math.min(watermark, candidate.dueAt);
      }
      if (did === 'failed' && now > candidate.dueAt + STUCK_AFTER) stuck += 1;
    }
    if (stuck > 0) ports.metrics?.stuck(stuck);
    // Written in the first pass too: else a plan that is applied again would begin anew, and lose what waits.
    if (known === undefined || watermark !== since) await store.transact([moveWatermark(watermark)]);
    return pass;
  };
}

/** The plan in force and the watermark, asked for together: each pass begins with both. */
async function whereItStands(
  store: Store,
): Promise<{ readonly pointer: PlanPointer; readonly watermark: Instant | undefined } | undefined> {
  const items = await store.getMany([keys.currentPlan(), keys.watermark()]);
  const present = items.find(({ key }) => key.sort === keys.currentPlan().sort);
  const mark = items.find(({ key }) => key.sort === keys.watermark().sort);
  if (present === undefined) return undefined;
  return { pointer: readPlanPointer(present), watermark: mark && readWatermark(mark) };
}

type Did = 'started' | 'skipped' | 'waiting' | 'failed' | 'nothing';

/** What fails for one candidate is logged and asked again in the next pass; it keeps nobody else waiting. */
async function honour(
  ports: Ports,
  candidate: DueCandidate,
  plan: Plan,
  gates: ReturnType<typeof makeDueGates>,
): Promise<Did> {
  try {
    const answer = await gates.ask(candidate);
    if (answer.answer === 'not yet') return 'waiting';
    if (answer.answer === 'no')
      return (await skipOne(ports, candidate, plan, answer)) ? 'skipped' : 'nothing';
    if (!(await startOne(ports, candidate, plan))) return 'nothing';
    gates.started(candidate);
    return 'started';
  } catch (error) {
    ports.log.warn({ runId: candidate.runId, what: `due failed: ${String(error)}` });
    return 'failed';
  }
}

async function startOne(ports: Ports, candidate: DueCandidate, plan: Plan): Promise<boolean> {
  const run = await acceptedOf(ports, candidate, plan);
  if (run.phase !== 'ACCEPTED' || run.executor !== undefined) return false;
  return await ports.executions.start(run.runId);
}

async function skipOne(
  ports: Ports,
  candidate: DueCandidate,
  plan: Plan,
  answer: Extract<DueAnswer, { answer: 'no' }>,
): Promise<boolean> {
  const run = await acceptedOf(ports, candidate, plan);
  if (run.phase !== 'ACCEPTED' || run.executor !== undefined) return false;
  const { reason, decision } = answer;
  const file = { run, pins: [], sends: [] };
  await closeRun(ports, file, { outcome: outcomeOfNoSend(reason), reason, decision, hold: false }, 'due');
  return true;
}

/** The run of a candidate: accepted before, or accepted now; a repetition of this pass finds the first one's. */
async function acceptedOf(ports: Ports, candidate: DueCandidate, plan: Plan): Promise<Run> {
  if (candidate.run !== undefined) return candidate.run;
  const run = acceptedRun(candidate.acceptance, ports.clock.now(), plan.history);
  await ports.store.transact([accept(run)]);
  return run;
}
