import * as z from 'zod/mini';
import { accept, acceptedRun } from '../protocol/accept.ts';
import { readPlanPointer } from '../protocol/control.ts';
import { RUN_ID } from '../protocol/identity.ts';
import { keys } from '../protocol/keys.ts';
import { type Run, readRun } from '../protocol/run.ts';
import { addToken } from '../protocol/tokens.ts';
import { answerLate } from './announce.ts';
import { type Direct, directSchema, requestOf, whenOf } from './direct-request.ts';
import { InputRefused } from './errors.ts';
import { readInput } from './input.ts';
import { planVersion } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { refuseDelivery, refusedBefore } from './refuse-delivery.ts';
import { resolveRequest } from './resolve-request.ts';
import { openRun } from './run-file.ts';

const deliverySchema = z.object({ input: z.unknown(), execution: z.string() });

/**
 * What we start our own executions with, and what CheckWindow itself answered before a wait. Nothing beside it: a parent
 * that adds a field means another contract.
 */
export const ofRunSchema = z.strictObject({
  runId: z.string().check(z.regex(RUN_ID, 'must be the id of a run')),
  decision: z.optional(z.literal('not yet')),
  until: z.optional(z.string()),
});

/** The run of a delivery, and the execution that brought it. */
export interface Delivery {
  readonly run: Run;
  readonly execution: string;
}

/**
 * Finds the run that a delivery means, or accepts it: `{ runId }` from us, a request with a key from another workflow.
 *
 * A run alone is taken from the execution that is named after it, or that acts for it already: by anybody else's start a
 * request without a key would get in.
 * The same key with the same body is the same run, and its task token is added to it; with another body it is refused.
 * A refused request is written down, and stays refused for its execution. Throws `InputRefused`, `RefusalUntold`,
 * `RunNotFound`.
 */
export async function acceptDelivery(ports: Ports, value: unknown): Promise<Delivery> {
  const delivery = readInput('CheckWindow', deliverySchema, value);
  const { input, execution } = delivery;
  const ours = ofRunSchema.safeParse(input);
  if (ours.success) return await ownDelivery(ports, ours.data.runId, execution);
  try {
    return await acceptDirect(ports, readInput('CheckWindow', directSchema, input), execution);
  } catch (error) {
    if (error instanceof InputRefused) await refuseDelivery(ports, delivery, error);
    throw error;
  }
}

async function ownDelivery({ store }: Ports, runId: string, execution: string): Promise<Delivery> {
  const { run } = await openRun(store, runId);
  if (!isNamedAfter(execution, runId) && run.executor !== execution)
    throw new InputRefused('CheckWindow', ['runId: is the run of another execution']);
  return { run, execution };
}

/** An execution's id ends with its name, in the cloud (an ARN) and in the embedded engine. */
const isNamedAfter = (execution: string, runId: string): boolean =>
  execution.slice(execution.lastIndexOf(':') + 1) === runId;

async function acceptDirect(ports: Ports, direct: Direct, execution: string): Promise<Delivery> {
  const { store, clock, settings } = ports;
  const { taskToken } = direct;
  const { runId, digest } = requestOf(direct, settings.deployment);
  const before = await known(ports, runId, digest);
  if (before !== undefined) return await delivered(ports, before, execution, taskToken);
  const refused = await refusedBefore(ports, execution);
  if (refused !== undefined) throw refused;
  const pointer = await store.get(keys.currentPlan());
  if (pointer === undefined) throw new InputRefused('CheckWindow', ['no plan is in force']);
  const plan = await planVersion(store, readPlanPointer(pointer).hash);
  const found = resolveRequest(plan, { ...direct, when: whenOf(direct) }, clock.now());
  if (!found.resolved) throw new InputRefused('CheckWindow', [`${found.what}: ${found.decision.code}`]);
  const trigger = {
    source: 'direct' as const,
    by: execution,
    reason: direct.reason,
    body: digest,
  };
  const fresh = acceptedRun(
    { ...found.subject, runId, trigger, executor: execution },
    clock.now(),
    plan.history,
  );
  const written = await store.transact([accept(fresh)]);
  const run = written.committed ? fresh : await known(ports, runId, digest);
  return await delivered(ports, run ?? fresh, execution, taskToken);
}

/** The run of an earlier delivery of this request, whatever plan is in force by now. Throws `InputRefused`. */
async function known(ports: Ports, runId: string, body: string): Promise<Run | undefined> {
  const item = await ports.store.get(keys.run(runId));
  if (item === undefined) return undefined;
  const run = readRun(item);
  if (run.trigger.body !== body)
    throw new InputRefused('CheckWindow', ['key: it was used for another request']);
  return run;
}

async function delivered(
  ports: Ports,
  run: Run,
  execution: string,
  taskToken: string | undefined,
): Promise<Delivery> {
  if (taskToken !== undefined) await waitFor(ports, run, taskToken);
  return { run, execution };
}

/** Adds the token; a run that has closed answers it at once, for nobody else will. */
export async function waitFor(
  ports: Pick<Ports, 'store' | 'clock' | 'announcer' | 'log'>,
  run: Run,
  token: string,
): Promise<void> {
  await ports.store.transact([addToken(run, token)]);
  const item = await ports.store.get(keys.run(run.runId));
  const present = item === undefined ? run : readRun(item);
  if (present.phase === 'CLOSED') await answerLate(ports, present);
}
