import { START_GRACE } from '../protocol/accept.ts';
import { runPartition } from '../protocol/keys.ts';
import { NEEDS_ATTENTION, type Run, readRun } from '../protocol/run.ts';
import { isStuck, STUCK_AFTER } from '../protocol/stuck.ts';
import type { Item } from '../store/store.ts';
import { type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { announce } from './announce.ts';
import { groupsOf, type Listed } from './attention-groups.ts';
import { closeOverdue } from './close-overdue.ts';
import { RunChanged } from './errors.ts';
import { finishClosed, lookAtHold, toTheBack } from './finish-closed.ts';
import type { Frame, Ports } from './ports.ts';
import { openRun } from './run-file.ts';
import { makeSendDigests } from './send-digests.ts';

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

/** Left at the end of an invocation for the run at hand: as long as the client waits for a vendor that hangs. */
const RESERVE: Milliseconds = 20 * SECOND;

/** What a pass may spend on open runs that have sent nothing: an executor or a bus that hangs takes its time from nobody else. */
const OPEN_BUDGET: Milliseconds = 40 * SECOND;

/** On telling of closed runs: bots that hang must not keep looks, the next pass and with it the next close waiting. */
const TELLING_BUDGET: Milliseconds = 40 * SECOND;

/** On looks. A vendor that hangs takes 20 s of it with each: every pass then looks at two runs, the next one at two others. */
const LOOKING_BUDGET: Milliseconds = 30 * SECOND;

/** After all that is told of single runs. What fails is tried again in the next pass. */
async function tellDaily({ log }: Ports, sendDigests: () => Promise<void>): Promise<void> {
  try {
    await sendDigests();
  } catch (error) {
    log.warn({ what: `the digest is not sent yet: ${String(error)}` });
  }
}

type Did = 'started' | 'closed' | 'settled' | 'announced' | 'nothing' | 'stuck';

/** `undefined`: this run has another turn in the same pass. */
type Turn = (run: Run) => Promise<Did | undefined>;

/**
 * The reconciler: starts what was accepted and never started, closes what nobody closes, settles UNKNOWN, announces what
 * is not announced. Frees nothing that can still land.
 *
 * Runs come from the index by deadline and are read again before anything is done. Those that have sent nothing go first,
 * then what people need to hear now, then whatever else is to be told, and last what the vendor is asked about. Each of
 * these groups has at least one turn in every pass, and more within its budget; whoever has had one goes behind the
 * others, so that nobody waits for ever. What fails for one run is logged and tried again in a later pass.
 */
export function makeSettle(ports: Ports) {
  const sendDigests = makeSendDigests(ports);
  return async (_input: unknown, frame: Frame): Promise<SettlePass> => {
    const count = { started: 0, closed: 0, settled: 0, announced: 0, failed: 0, stuck: 0, nothing: 0 };
    const still = new Set<string>();
    const inTurn = async (runs: readonly Listed[], least: Milliseconds, turn: Turn) => {
      for (const [place, one] of runs.entries()) {
        if (frame.remaining() < (place === 0 ? RESERVE : least)) return;
        const did = await take(ports, one, turn);
        if (did === undefined) continue;
        count[did] += 1;
        if (REST.has(did) && standsStill(ports, one)) still.add(runIdIn(one.item));
      }
    };
    const due = groupsOf(await needingAttention(ports, frame));
    await inTurn(due.open, leastLeft(frame, OPEN_BUDGET), (run) => act(ports, run));
    const { tell, look } = closedTurns(ports);
    const telling = leastLeft(frame, TELLING_BUDGET);
    await inTurn(due.urgent, telling, tell);
    await inTurn(due.toTell, telling, tell);
    if (frame.remaining() >= RESERVE) await tellDaily(ports, sendDigests);
    await inTurn(due.toLookAt, leastLeft(frame, LOOKING_BUDGET), look);
    count.stuck += still.size;
    if (count.stuck > 0) ports.metrics?.stuck(count.stuck);
    return count;
  };
}

/** How much of an invocation is to be left by whoever has this budget: always one turn more, for whoever comes after. */
const leastLeft = (frame: Frame, budget: Milliseconds): Milliseconds =>
  Math.max(2 * RESERVE, frame.remaining() - budget);

/** Whose time has come, oldest deadline first, read again a page at a time. */
async function needingAttention({ store, clock }: Ports, frame: Frame): Promise<readonly Item[]> {
  const found: Item[] = [];
  let after: string | undefined;
  do {
    const page = await store.find({
      index: 'attention',
      partition: NEEDS_ATTENTION,
      to: clock.now(),
      ...(after !== undefined && { after }),
    });
    found.push(...(await store.getMany(page.keys)));
    after = page.next;
  } while (after !== undefined && frame.remaining() >= RESERVE);
  return found;
}

/** The two turns of a closed run. A hold has both: it is told of without waiting for the vendor. */
function closedTurns(ports: Ports): { readonly tell: Turn; readonly look: Turn } {
  const againAt = new Map<string, Instant | undefined>();
  return {
    async tell(run) {
      const finished = await finishClosed(ports, run);
      if ('did' in finished) return finished.did;
      againAt.set(run.runId, finished.againAt);
      return undefined;
    },
    async look(run) {
      if (run.phase !== 'CLOSED') return await act(ports, run);
      // Whoever could not be told in this pass is to be told in the next.
      const again = againAt.has(run.runId) ? againAt.get(run.runId) : ports.clock.now();
      return await lookAtHold(ports, run, again);
    },
  };
}

const runIdIn = ({ key }: Item): string => key.partition.slice(runPartition('').length);

/** After which a run is where it was. */
const REST: ReadonlySet<Did | 'failed'> = new Set(['nothing', 'failed']);

/** By its record as it was read; one that this version cannot read never gets on. */
function standsStill({ clock, log }: Ports, { item, run }: Listed): boolean {
  if (run !== undefined && !isStuck(run, clock.now())) return false;
  log.warn({ runId: runIdIn(item), what: 'this run does not get on by itself', code: 'STUCK' });
  return true;
}

async function take(ports: Ports, { item, run }: Listed, turn: Turn): Promise<Did | 'failed' | undefined> {
  try {
    return await turn(run ?? readRun(item));
  } catch (error) {
    const faster = error instanceof RunChanged;
    const what = faster ? 'somebody else was faster' : `settle failed: ${String(error)}`;
    ports.log.warn({ runId: runIdIn(item), what });
    if (!faster && run?.phase === 'CLOSED') await toTheBack(ports, run);
    return 'failed';
  }
}

async function act(ports: Ports, run: Run): Promise<Did> {
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
