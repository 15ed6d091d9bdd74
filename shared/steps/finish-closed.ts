import { advance } from '../protocol/advance.ts';
import { ANNOUNCE_GRACE } from '../protocol/close.ts';
import type { Run } from '../protocol/run.ts';
import { DAY, HOUR, type Instant } from '../time/clock.ts';
import { announce, announceSettled, answerWaiting, leaveOutbox } from './announce.ts';
import { isHeldUnknown } from './attention-groups.ts';
import { earliest } from './deliver.ts';
import type { Ports } from './ports.ts';
import { commit, openRun } from './run-file.ts';
import { settleUnknown } from './settle-unknown.ts';
import { tellPeople } from './tell-people.ts';

/** What came of telling: an end for this pass, or a hold that is to be looked at, with when somebody is to be told again. */
export type Finished =
  | { readonly did: 'announced' | 'nothing' }
  | { readonly toldOfHold: true; readonly againAt: Instant | undefined };

/**
 * Tells whoever is still to be told of a closed run: it is in the outbox until it is announced, who waits is answered and
 * people are told. Never asks the vendor: a hold is looked at by `lookAtHold`.
 */
export async function finishClosed(ports: Ports, run: Run): Promise<Finished> {
  if (run.announcedAt === undefined) {
    const graceEndsAt = (run.closedAt ?? 0) + ANNOUNCE_GRACE;
    if (ports.clock.now() < graceEndsAt) return { did: 'nothing' };
    await announce(ports, run);
    return { did: 'announced' };
  }
  // A run that left the outbox since the index was read.
  if (run.attention === undefined) return { did: 'nothing' };
  if (run.settled?.announced === false) {
    await announceSettled(ports, run);
    return { did: 'announced' };
  }
  return await goOn(ports, run);
}

/** An announced run that is listed: somebody waits for it still, people are not told yet, or it holds its instance. */
async function goOn(ports: Ports, run: Run): Promise<Finished> {
  const now = ports.clock.now();
  const againAt = earliest(
    (await answerWaiting(ports, run)) ? undefined : answerAgainAt(run, now),
    await tellPeople(ports, run),
  );
  if (isHeldUnknown(run)) return { toldOfHold: true, againAt };
  if (againAt !== undefined) return await lookAgain(ports, run, againAt);
  if (run.hold === true) return await remindLater(ports, run);
  await leaveOutbox(ports, run, { attention: undefined, attentionAt: undefined });
  return { did: 'announced' };
}

/** Looks at what an UNKNOWN holds, and settles it where that can be. `againAt`: when somebody is to be told again. */
export async function lookAtHold(
  ports: Ports,
  run: Run,
  againAt: Instant | undefined,
): Promise<'settled' | 'nothing'> {
  const settled = await settleUnknown(ports, await openRun(ports.store, run.runId), againAt);
  if (settled === undefined) return 'nothing';
  await announceSettled(ports, settled);
  return 'settled';
}

/**
 * Lets a closed run that failed wait behind all others: while the bus hangs, the first of many would take every pass, and
 * those behind it would never have a turn. Best effort, and only while nobody else has written.
 */
export async function toTheBack({ store, clock, log }: Ports, run: Run): Promise<void> {
  try {
    await store.transact([advance(run, { attentionAt: clock.now() })]);
  } catch (error) {
    log.warn({ runId: run.runId, what: `it keeps its place: ${String(error)}` });
  }
}

/** Who could not be answered is tried each minute, and after a day once an hour. */
const answerAgainAt = (run: Run, now: Instant): Instant =>
  now - (run.closedAt ?? now) > DAY ? now + HOUR : now;

async function lookAgain(ports: Ports, run: Run, attentionAt: Instant): Promise<Finished> {
  await commit(ports.store, 'look again at', run.runId, [advance(run, { attentionAt })]);
  return { did: 'nothing' };
}

/** Only a person frees a PARTIAL or a foreign change; it stays listed, and is looked at daily. */
async function remindLater(ports: Ports, run: Run): Promise<Finished> {
  ports.log.warn({ runId: run.runId, what: 'still held: a person has to acknowledge it' });
  return await lookAgain(ports, run, ports.clock.now() + DAY);
}
