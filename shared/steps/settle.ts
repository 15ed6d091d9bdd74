import { START_GRACE } from '../protocol/accept.ts';
import { advance } from '../protocol/advance.ts';
import { ANNOUNCE_GRACE } from '../protocol/close.ts';
import { runPartition } from '../protocol/keys.ts';
import { RecordUnreadable } from '../protocol/record.ts';
import { NEEDS_ATTENTION, type Run, readRun } from '../protocol/run.ts';
import { isStuck, STUCK_AFTER } from '../protocol/stuck.ts';
import type { Item } from '../store/store.ts';
import { DAY, HOUR, type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { announce, announceSettled, answerWaiting, leaveOutbox } from './announce.ts';
import { closeOverdue } from './close-overdue.ts';
import { earliest } from './deliver.ts';
import { RunChanged } from './errors.ts';
import type { Frame, Ports } from './ports.ts';
import { commit, openRun } from './run-file.ts';
import { makeSendDigests } from './send-digests.ts';
import { settleUnknown } from './settle-unknown.ts';
import { tellPeople } from './tell-people.ts';

/** What one pass of settle did to each run it touched. */
export interface SettlePass {
  readonly started: number;
  readonly closed: number;
  readonly settled: number;
  readonly announced: number;
  readonly failed: number;
  /** Runs that do not get on by themselves. A person should look. */
  readonly stuck: number;
}

/** Left at the end of an invocation for the run at hand. */
const RESERVE: Milliseconds = 20 * SECOND;

/** What a pass may spend on closed runs: bots that hang must not keep the next pass, and with it the next close, waiting. */
const TELLING_BUDGET: Milliseconds = 40 * SECOND;

/** The digests come last: whoever needs people now has gone before. What fails is tried again in the next pass. */
async function tellDaily({ log }: Ports, sendDigests: () => Promise<void>): Promise<void> {
  try {
    await sendDigests();
  } catch (error) {
    log.warn({ what: `the digest is not sent yet: ${String(error)}` });
  }
}

type Did = 'started' | 'closed' | 'settled' | 'announced' | 'nothing' | 'stuck';

/**
 * The reconciler: starts what was accepted and never started, closes what nobody closes, settles UNKNOWN, announces what
 * is not announced. Frees nothing that can still land.
 *
 * Runs come from the index by deadline and are read again before anything is done. Open ones go first; what is spent on
 * closed ones is bounded, and those that wait for the next pass are then the oldest. What fails for one run is logged and
 * tried again in the next pass; it keeps nobody else waiting.
 */
export function makeSettle(ports: Ports) {
  const sendDigests = makeSendDigests(ports);
  return async (_input: unknown, frame: Frame): Promise<SettlePass> => {
    const count = { started: 0, closed: 0, settled: 0, announced: 0, failed: 0, stuck: 0, nothing: 0 };
    const settle = async (item: Item) => {
      const did = await settleOne(ports, item);
      count[did] += 1;
      if (REST.has(did) && standsStill(ports, item)) count.stuck += 1;
    };
    const closed: Item[] = [];
    for await (const item of needingAttention(ports)) {
      if (frame.remaining() < RESERVE) break;
      if (readable(item)?.phase === 'CLOSED') closed.push(item);
      else await settle(item);
    }
    const least = Math.max(RESERVE, frame.remaining() - TELLING_BUDGET);
    for (const item of closed.toSorted(heldFirst)) {
      if (frame.remaining() < least) break;
      await settle(item);
    }
    if (count.stuck > 0) ports.metrics?.stuck(count.stuck);
    if (frame.remaining() >= RESERVE) await tellDaily(ports, sendDigests);
    return count;
  };
}

/** Whose time has come, oldest deadline first, read again a page at a time. */
async function* needingAttention({ store, clock }: Ports): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const page = await store.find({
      index: 'attention',
      partition: NEEDS_ATTENTION,
      to: clock.now(),
      ...(after !== undefined && { after }),
    });
    yield* await store.getMany(page.keys);
    after = page.next;
  } while (after !== undefined);
}

/** What settle can free goes before what is only told: an instance is held by it. */
const heldFirst = (one: Item, other: Item): number => Number(isHeld(other)) - Number(isHeld(one));

function isHeld(item: Item): boolean {
  const run = readable(item);
  return run?.hold === true && run.outcome === 'UNKNOWN' && run.announcedAt !== undefined;
}

const runIdIn = ({ key }: Item): string => key.partition.slice(runPartition('').length);

/** After which a run is where it was. */
const REST: ReadonlySet<Did | 'failed'> = new Set(['nothing', 'failed']);

/** By its record as it was read; one that this version cannot read never gets on. */
function standsStill({ clock, log }: Ports, item: Item): boolean {
  const run = readable(item);
  if (run !== undefined && !isStuck(run, clock.now())) return false;
  log.warn({ runId: runIdIn(item), what: 'this run does not get on by itself', code: 'STUCK' });
  return true;
}

function readable(item: Item): Run | undefined {
  try {
    return readRun(item);
  } catch (error) {
    if (error instanceof RecordUnreadable) return undefined;
    throw error;
  }
}

async function settleOne(ports: Ports, item: Item): Promise<Did | 'failed'> {
  try {
    return await act(ports, readRun(item));
  } catch (error) {
    const what = error instanceof RunChanged ? 'somebody else was faster' : `settle failed: ${String(error)}`;
    ports.log.warn({ runId: runIdIn(item), what });
    return 'failed';
  }
}

async function act(ports: Ports, run: Run): Promise<Did> {
  if (run.phase === 'CLOSED') return await finish(ports, run);
  if (run.phase === 'ACCEPTED' && run.executor === undefined) {
    const startable = ports.clock.now() >= Math.max(run.acceptedAt, run.startAt) + START_GRACE;
    if (startable && (await ports.executions.start(run.runId))) return 'started';
  }
  const closed = await closeOverdue(ports, await openRun(ports.store, run.runId));
  if ('overdueFrom' in closed)
    return ports.clock.now() > closed.overdueFrom + STUCK_AFTER ? 'stuck' : 'nothing';
  await announce(ports, closed);
  return 'closed';
}

/** A closed run is in the outbox until it is announced, who waits is answered and people are told, and held until it is settled. */
async function finish(ports: Ports, run: Run): Promise<Did> {
  if (run.announcedAt === undefined) {
    const graceEndsAt = (run.closedAt ?? 0) + ANNOUNCE_GRACE;
    if (ports.clock.now() < graceEndsAt) return 'nothing';
    await announce(ports, run);
    return 'announced';
  }
  // A run that left the outbox since the index was read.
  if (run.attention === undefined) return 'nothing';
  if (run.settled?.announced === false) {
    await announceSettled(ports, run);
    return 'announced';
  }
  return await goOn(ports, run);
}

/** An announced run that is listed: somebody waits for it still, people are not told yet, or it holds its instance. */
async function goOn(ports: Ports, run: Run): Promise<Did> {
  const now = ports.clock.now();
  const again = earliest(
    (await answerWaiting(ports, run)) ? undefined : answerAgainAt(run, now),
    await tellPeople(ports, run),
  );
  if (run.hold === true && run.outcome === 'UNKNOWN') return await settleHeld(ports, run, again);
  if (again !== undefined) return await lookAgain(ports, run, again);
  if (run.hold === true) return await remindLater(ports, run);
  await leaveOutbox(ports, run, { attention: undefined, attentionAt: undefined });
  return 'announced';
}

async function settleHeld(ports: Ports, run: Run, again: Instant | undefined): Promise<Did> {
  const settled = await settleUnknown(ports, await openRun(ports.store, run.runId), again);
  if (settled === undefined) return 'nothing';
  await announceSettled(ports, settled);
  return 'settled';
}

/** Who could not be answered is tried each minute, and after a day once an hour. */
const answerAgainAt = (run: Run, now: Instant): Instant =>
  now - (run.closedAt ?? now) > DAY ? now + HOUR : now;

async function lookAgain(ports: Ports, run: Run, attentionAt: Instant): Promise<Did> {
  await commit(ports.store, 'look again at', run.runId, [advance(run, { attentionAt })]);
  return 'nothing';
}

/** Only a person frees a PARTIAL or a foreign change; it stays listed, and is looked at daily. */
async function remindLater(ports: Ports, run: Run): Promise<Did> {
  ports.log.warn({ runId: run.runId, what: 'still held: a person has to acknowledge it' });
  return await lookAgain(ports, run, ports.clock.now() + DAY);
}
