import { RecordUnreadable } from '../protocol/record.ts';
import { type Run, readRun } from '../protocol/run.ts';
import type { Item } from '../store/store.ts';
import { TABLE_B } from '../switchover/consequences.ts';
import type { Instant } from '../time/clock.ts';

/** A run whose time has come, as it was read; without one where this version cannot read the record. */
export interface Listed {
  readonly item: Item;
  readonly run: Run | undefined;
}

/** What a pass has before it, in the order in which the groups are taken. Within a group: whoever waited longest first. */
export interface AttentionGroups {
  /** Open and nothing sent, to be started or closed; and what cannot be read. */
  readonly open: readonly Listed[];
  /** Closed, and nobody has been told who is needed now. */
  readonly urgent: readonly Listed[];
  /** Closed, and somebody is still to be told: the bus, a waiting workflow, people once more. */
  readonly toTell: readonly Listed[];
  /** Open after a send, or held as UNKNOWN: the vendor is asked, who may let each of them wait. Holds are in `toTell` too. */
  readonly toLookAt: readonly Listed[];
}

/** Puts each run where it belongs. Pure. */
export function groupsOf(items: readonly Item[]): AttentionGroups {
  const listed = items
    .map((item) => ({ item, run: readable(item) }))
    .toSorted((one, other) => waitsSince(one) - waitsSince(other));
  const those = (belong: (run: Run) => boolean) =>
    listed.filter(({ run }) => run !== undefined && belong(run));
  return {
    open: listed.filter(({ run }) => run === undefined || (run.phase !== 'CLOSED' && !hasSent(run))),
    urgent: those((run) => run.phase === 'CLOSED' && isUrgent(run)),
    toTell: those((run) => run.phase === 'CLOSED' && !isUrgent(run)),
    toLookAt: those((run) => hasSent(run) || isHeldUnknown(run)),
  };
}

/** A hold that settle can free, once its close is announced. */
export const isHeldUnknown = (run: Run): boolean =>
  run.hold === true && run.outcome === 'UNKNOWN' && run.announcedAt !== undefined;

const hasSent = ({ phase }: Run): boolean => phase === 'SENDING' || phase === 'OBSERVING';

const isUrgent = ({ announcedAt, outcome }: Run): boolean =>
  announcedAt === undefined && outcome !== undefined && TABLE_B[outcome].message === 'at once';

/** A look at an open run leaves its deadline where it is: it has had its turn all the same. */
const waitsSince = ({ run }: Listed): Instant => Math.max(run?.attentionAt ?? 0, run?.looks?.at(-1)?.at ?? 0);

function readable(item: Item): Run | undefined {
  try {
    return readRun(item);
  } catch (error) {
    if (error instanceof RecordUnreadable) return undefined;
    throw error;
  }
}
