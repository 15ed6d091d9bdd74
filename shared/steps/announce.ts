import type { Plan } from '../plan/plan.ts';
import { advance, changed } from '../protocol/advance.ts';
import { countBadOutcome, forgetBadOutcomes, putStopOnce, readBadOutcomes } from '../protocol/control.ts';
import { keys, runPartition, TOKEN_PREFIX } from '../protocol/keys.ts';
import { NEEDS_ATTENTION, type Run } from '../protocol/run.ts';
import { readToken, tokenAnswered } from '../protocol/tokens.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { TABLE_B } from '../switchover/consequences.ts';
import { DAY, type Instant } from '../time/clock.ts';
import { type DeliveryPorts, earliest } from './deliver.ts';
import { RunChanged } from './errors.ts';
import { planVersion } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { openRun } from './run-file.ts';
import { tellPeople } from './tell-people.ts';

type AnswerPorts = Pick<Ports, 'store' | 'clock' | 'announcer' | 'log'>;
type AnnouncePorts = AnswerPorts & DeliveryPorts & Pick<Ports, 'metrics'>;

/**
 * Tells the world about a closed run: the bus, people where the outcome needs them, waiting workflows, the account's count.
 *
 * Every part may happen twice and none may be lost: a crash in between leaves the run in the outbox, and settle comes
 * back. Receivers tell repetitions by the run's id. Throws what the bus threw, once people have been told; a workflow
 * that cannot be answered and a message that does not arrive keep nobody else from being told, and the run in the outbox.
 */
export async function announce(ports: AnnouncePorts, run: Run): Promise<Run> {
  if (run.outcome === undefined || run.announcedAt !== undefined) return run;
  const { answered, tellAgainAt } = await tellAll(ports, run, () => putOnBus(ports, run));
  await countOutcome(ports, run, await planVersion(ports.store, run.plan));
  const now = ports.clock.now();
  const settledSince = run.settled?.announced === false;
  const again = earliest(
    tellAgainAt,
    settledSince || !answered ? now : undefined,
    run.hold === true ? nextLookAt(run, now) : undefined,
  );
  const told = await leaveOutbox(ports, run, { announcedAt: now, ...listedUntil(run, again) });
  // Counted by whoever took it out of the outbox: one process, once.
  if (told.announcedAt !== undefined) ports.metrics?.closed(told);
  return told;
}

async function putOnBus({ announcer }: AnnouncePorts, run: Run): Promise<void> {
  await announcer.closed(run);
  if (run.outcome !== undefined && TABLE_B[run.outcome].message === 'at once') await announcer.message(run);
}

/**
 * Answers who waits, puts on the bus and tells people, all at the same time: each may hang for most of the invocation, and
 * people must not wait for it. Throws only once all three are over: what the store threw, else what the bus threw.
 */
async function tellAll(
  ports: AnnouncePorts,
  run: Run,
  bus: () => Promise<void>,
): Promise<{ readonly answered: boolean; readonly tellAgainAt: Instant | undefined }> {
  const [answered, told, said] = await Promise.allSettled([
    answerWaiting(ports, run),
    tellPeople(ports, run),
    bus(),
  ]);
  if (answered.status === 'rejected') throw answered.reason;
  if (told.status === 'rejected') throw told.reason;
  if (said.status === 'rejected') throw said.reason;
  return { answered: answered.value, tellAgainAt: told.value };
}

/** In the outbox until `again`, or out of it where nothing is left to do. */
const listedUntil = (run: Run, again: Instant | undefined): Pick<Run, 'attention' | 'attentionAt'> => ({
  attention: again === undefined ? undefined : run.attention,
  attentionAt: again,
});

/** Tells the world that a hold was settled or acknowledged, and takes the run out of the outbox. */
export async function announceSettled(ports: AnnouncePorts, run: Run): Promise<Run> {
  if (run.settled === undefined || run.settled.announced) return run;
  const { answered, tellAgainAt } = await tellAll(ports, run, () => ports.announcer.settled(run));
  const again = earliest(tellAgainAt, answered ? undefined : ports.clock.now());
  return await leaveOutbox(ports, run, {
    settled: { ...run.settled, announced: true },
    ...listedUntil(run, again),
  });
}

/** A hold that settle can resolve is looked at each minute; one that needs a person is only listed, and looked at daily. */
function nextLookAt(run: Run, now: number): number {
  return run.outcome === 'UNKNOWN' ? now : now + DAY;
}

/**
 * Takes up what nobody else will: answers those who began to wait after the close was announced. What cannot be delivered
 * now brings the run back into the outbox, and settle delivers it.
 */
export async function answerLate(ports: AnswerPorts, run: Run): Promise<void> {
  if (!(await answerWaiting(ports, run))) await backIntoOutbox(ports, run.runId);
}

/**
 * Answers every workflow that waits for a closed run. False where one could not be answered, which is logged: it may be
 * for ever (a parent whose role refuses ours), and must stop nothing else.
 */
export async function answerWaiting(ports: AnswerPorts, run: Run): Promise<boolean> {
  try {
    await answerTokens(ports, run);
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    ports.log.warn({ runId: run.runId, what: `a waiting workflow is not answered yet: ${String(error)}` });
    return false;
  }
}

/** Written even while the run is listed: whoever announces it now read its tokens before this one, and is then refused. */
async function backIntoOutbox({ store, clock }: AnswerPorts, runId: string): Promise<void> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const { run } = await openRun(store, runId);
    const listed = advance(run, { attention: NEEDS_ATTENTION, attentionAt: clock.now() });
    if ((await store.transact([listed])).committed) return;
  }
  throw new RunChanged('list again', runId);
}

/** Others who write the same closed run at the same moment: settle and a person. */
const MOST_ROUNDS = 3;

/** Changes a run as its announcement asks for, if it is still as read. */
export async function leaveOutbox(ports: AnswerPorts, run: Run, change: Partial<Run>): Promise<Run> {
  const committed = await ports.store.transact([advance(run, change)]);
  if (!committed.committed) {
    // Somebody else announced or settled it meanwhile; the outbox will be read again.
    ports.log.info({ runId: run.runId, what: 'announced by somebody else too' });
    return run;
  }
  return changed(run, change);
}

/** Answers every workflow that waits for this run, once each as far as we know. An expired token is an event and a line in the log. */
async function answerTokens(ports: AnswerPorts, run: Run): Promise<void> {
  for (const item of await ports.store.list(runPartition(run.runId), TOKEN_PREFIX)) {
    const token = readToken(item);
    if (token.answeredAt !== undefined) continue;
    const heard = await ports.announcer.answerToken(token.token, run);
    if (!heard) {
      ports.log.warn({ runId: run.runId, what: 'a waiting workflow no longer waits: its token has expired' });
      await ports.announcer.unheard(run);
    }
    await ports.store.transact([tokenAnswered(item.key, ports.clock.now())]);
  }
}

/** stopAfter: bad outcomes in a row stop the account; a good one resets the count (PROTOCOL, table B). */
async function countOutcome(ports: AnswerPorts, run: Run, plan: Plan): Promise<void> {
  const { store } = ports;
  const effect = run.outcome === undefined ? '-' : TABLE_B[run.outcome].stopAfter;
  if (effect === '-') return;
  const item = await store.get(keys.badOutcomes(run.account));
  const known = item === undefined ? undefined : readBadOutcomes(item);
  if (effect === 'resets') {
    if (known !== undefined) await store.transact([forgetBadOutcomes(run.account)]);
    return;
  }
  if (!known?.runs.includes(run.runId)) {
    const counted = await store.transact([countBadOutcome(run.account, known, run.runId)]);
    if (!counted.committed) return await countOutcome(ports, run, plan);
  }
  const count = known?.runs.includes(run.runId) ? known.count : (known?.count ?? 0) + 1;
  if (count < plan.limits.stopAfter) return;
  await store.transact([
    putStopOnce({
      scope: `account:${run.account}`,
      by: 'offpeak',
      reason: `${count} bad outcome${count === 1 ? '' : 's'} in a row, the last one of run ${run.runId}`,
      at: ports.clock.now(),
    }),
  ]);
}
