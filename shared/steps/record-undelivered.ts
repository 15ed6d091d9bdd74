import { acceptClosed, acceptedRun } from '../protocol/accept.ts';
import { readPlanPointer } from '../protocol/control.ts';
import { keys } from '../protocol/keys.ts';
import { type Run, readRun } from '../protocol/run.ts';
import { addToken } from '../protocol/tokens.ts';
import { decide } from '../switchover/decisions.ts';
import type { Instant } from '../time/clock.ts';
import { type Direct, requestOf, whenOf } from './direct-request.ts';
import { planVersion } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { resolveRequest } from './resolve-request.ts';
import { commit } from './run-file.ts';

/** A request for a run that was given up before a run was accepted for it. */
export interface Undelivered {
  readonly request: Direct;
  /** Who should have brought it. */
  readonly by: string;
  /** When it should have come. */
  readonly askedAt: Instant;
  readonly givenUpAt: Instant;
  /** Why, in one word of the platform's. */
  readonly answer: string | undefined;
  /** Where it was found. */
  readonly evidence: { readonly [name: string]: string };
}

/** The run of such a request, written just now or `known` before; or why there can be none. */
export type Recorded =
  | { readonly run: Run; readonly known: boolean }
  | { readonly faults: readonly string[] };

/**
 * Writes the run of a request that was given up, closed as it is accepted: SKIPPED, because late is not due. A run that is
 * known stays as it is, whatever became of it.
 *
 * Throws `RunChanged` where somebody else wrote it at the same moment: by the next try it is known.
 */
export async function recordUndelivered(
  ports: Pick<Ports, 'store' | 'clock' | 'settings' | 'log'>,
  undelivered: Undelivered,
): Promise<Recorded> {
  const { store, settings } = ports;
  const { request, askedAt } = undelivered;
  const { runId, digest } = requestOf(request, settings.deployment);
  const item = await store.get(keys.run(runId));
  if (item !== undefined) {
    const run = readRun(item);
    if (run.trigger.body === digest) return { run, known: true };
    return { faults: ['key: it was used for another request'] };
  }
  const pointer = await store.get(keys.currentPlan());
  if (pointer === undefined) return { faults: ['no plan is in force'] };
  const plan = await planVersion(store, readPlanPointer(pointer).hash);
  const found = resolveRequest(plan, { ...request, when: whenOf(request) }, askedAt);
  if (!found.resolved) return { faults: [`${found.what}: ${found.decision.code}`] };
  const trigger = {
    source: 'direct',
    by: undelivered.by,
    reason: request.reason,
    body: digest,
  } as const;
  const accepted = acceptedRun({ ...found.subject, runId, trigger }, ports.clock.now(), plan.history);
  return { run: await skip(ports, accepted, undelivered), known: false };
}

async function skip(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  run: Run,
  { request: { taskToken }, givenUpAt, answer, evidence }: Undelivered,
): Promise<Run> {
  const decision = decide('TRIGGER_UNDELIVERED', { undeliveredAt: givenUpAt, answer });
  const { writes, after } = acceptClosed(run, {
    closing: { outcome: 'SKIPPED', reason: 'STALE', decision, hold: false },
    by: 'settle',
    now: clock.now(),
    evidence,
  });
  const token = taskToken === undefined ? [] : [addToken(run, taskToken)];
  await commit(store, 'record the undelivered request of', run.runId, [...writes, ...token]);
  log.warn({ runId: run.runId, what: 'its trigger could not be delivered', ...decision });
  return after;
}
