import { type Run, readRun } from '../protocol/run.ts';
import type { Store } from '../store/store.ts';
import { DAY, type Instant, type Milliseconds } from '../time/clock.ts';

/** How long before its close a run may have been accepted to be found: a request for an opening of the next week, and a day. */
const LONGEST_OPEN: Milliseconds = 8 * DAY;

/**
 * Every run that closed from `from` on and before `to` and was accepted at most eight days before `from`, by acceptance. One
 * that was asked for longer ahead is not found: no index knows when a run closed, and looking back without a bound would
 * read the whole history each morning. Found by the month of its acceptance, and read again, since the index may be late.
 */
export async function closedBetween(store: Store, from: Instant, to: Instant): Promise<readonly Run[]> {
  const closed: Run[] = [];
  const earliest = from - LONGEST_OPEN;
  for (const partition of monthsBetween(earliest, to)) {
    let after: string | undefined;
    do {
      const page = await store.find({
        index: 'month',
        partition,
        from: earliest,
        to,
        ...(after !== undefined && { after }),
      });
      for (const item of await store.getMany(page.keys)) {
        const run = readRun(item);
        if (run.closedAt !== undefined && run.closedAt >= from && run.closedAt < to) closed.push(run);
      }
      after = page.next;
    } while (after !== undefined);
  }
  return closed;
}

/** The UTC months, `YYYY-MM`, of a span, both ends included. */
export function monthsBetween(from: Instant, to: Instant): readonly string[] {
  const months: string[] = [];
  const last = monthOf(to);
  const date = new Date(from);
  let [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  for (let name = monthOf(from); ; name = monthOf(Date.UTC(year, month))) {
    months.push(name);
    if (name >= last) return months;
    month += 1;
    if (month === 12) [year, month] = [year + 1, 0];
  }
}

const monthOf = (at: Instant): string => new Date(at).toISOString().slice(0, 7);
