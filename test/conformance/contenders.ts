import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '../../shared/plan/plan.ts';
import { claim } from '../../shared/protocol/claim.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { closeRun, leaseOf } from '../../shared/steps/close-run.ts';
import { RunChanged } from '../../shared/steps/errors.ts';
import { openRun, type RunFile } from '../../shared/steps/run-file.ts';
import { surveySlots } from '../../shared/steps/survey-slots.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import type { Store, Write } from '../../shared/store/store.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { aRun, happening, LIFE, NOW, REGION } from '../protocol/runs.ts';

/** What the store told a worker of a write. `unknown` is StoreUnavailable. */
export type Told = 'committed' | 'refused' | 'unknown';

/** Several workers that want the same. Each has a store of its own through the proxy; the judge has one past it. */
export interface Contest {
  /** Unique: it is part of every key. */
  readonly name: string;
  readonly workers: readonly Store[];
  readonly direct: Store;
  /** Resolves when no request is on its way any more. */
  readonly arrived: () => Promise<void>;
}

/** One of the account's places, and one of the night's. */
export const SLOTS_OF_A_CLAIM = 2;

/** How often a worker begins again before it gives up: the faults are many, and not for ever. */
const MOST_TRIES = 12;
const MOST_CLAIMS = 200;
const PAUSE = 20;

/** Sends a transaction, and says what the store told of it. */
export async function tell(store: Store, writes: readonly Write[]): Promise<Told> {
  const answer = await known(() => store.transact(writes));
  if (answer === undefined) return 'unknown';
  return answer.committed ? 'committed' : 'refused';
}

/** The answer, or nothing where the store does not know. */
export async function known<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}

/** Works again and again until the store knows an answer. */
export async function insist<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const answer = await known(work);
    if (answer !== undefined) return answer;
  }
  throw new Error(`the store did not know an answer in ${MOST_TRIES} tries`);
}

/** One waiting run for each worker, on one instance or on one each, all in an account of the contest's own. */
export function runsOf({ name, workers }: Contest, instances: 'one instance' | 'one each'): readonly Run[] {
  return workers.map((_, index) =>
    aRun({
      runId: `${name}-${index}`,
      executor: `${name}-${index}`,
      phase: 'WAITING',
      account: name,
      instance: `${REGION}/${name}${instances === 'one each' ? `-${index}` : ''}`,
    }),
  );
}

/** The claim of a run as CheckWindow makes it, on fresh reads; nothing where its limits leave no place. */
export async function claimWrites(
  store: Store,
  run: Run,
  limits: Limits,
): Promise<readonly Write[] | undefined> {
  const slots = await surveySlots(store, run, limits, {});
  if (slots.free.length < SLOTS_OF_A_CLAIM) return undefined;
  const lease = await leaseOf(store, run);
  if (lease?.owner !== undefined) return undefined;
  return claim(run, {
    executor: run.executor ?? run.runId,
    lease,
    slots: slots.free,
    now: NOW,
    life: LIFE,
    event: happening('CLAIMED'),
    last: undefined,
  }).writes;
}

/** What a worker was told last of its claim; nothing where it never asked. Who finds no place goes, or waits for one. */
export async function claimUntilKnown(
  store: Store,
  run: Run,
  limits: Limits,
  without: 'go' | 'wait' = 'go',
): Promise<Told | undefined> {
  let told: Told | undefined;
  for (let tries = 1; tries <= MOST_CLAIMS; tries += 1) {
    const now = (await insist(() => openRun(store, run.runId))).run;
    if (now.phase === 'CLAIMED') return told;
    const { writes } = await insist(async () => ({ writes: await claimWrites(store, now, limits) }));
    if (writes === undefined && without === 'go') return told;
    if (writes === undefined) await sleep(PAUSE);
    else told = await tell(store, writes);
  }
  throw new Error(`${run.runId} was told nothing certain in ${MOST_CLAIMS} tries`);
}

/** Gives back what a run has, as a cancellation does. A close that arrives late is found by reading again. */
export async function giveBack(store: Store, runId: string): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const file = await insist(() => openRun(store, runId));
    if (file.run.phase === 'CLOSED') return;
    await known(() => closeAsCancelled(store, file));
  }
}

async function closeAsCancelled(store: Store, file: RunFile): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined };
  const ports = { store, log, clock: { now: () => NOW, sleepUntil: async () => undefined } };
  const decision = decide('CANCELLED_BY', { by: 'tester', reason: 'test' });
  const closing = { outcome: 'CANCELLED', reason: 'CANCELLED', decision, hold: false } as const;
  try {
    await closeRun(ports, file, closing, 'tester');
  } catch (error) {
    // Ours may have arrived late: the next read tells, and the judge if it was not ours.
    if (!(error instanceof RunChanged)) throw error;
  }
}
