import type { Write } from '../store/store.ts';
import type { Instant, Milliseconds } from '../time/clock.ts';
import { MINUTE } from '../time/clock.ts';
import { type Close, close } from './close.ts';
import { keys } from './keys.ts';
import { attributesOf } from './record.ts';
import { NEEDS_ATTENTION, type Run } from './run.ts';

/** What is known of a run when it is accepted. */
export type Acceptance = Pick<
  Run,
  'runId' | 'mode' | 'account' | 'instance' | 'plan' | 'trigger' | 'startAt'
> &
  Partial<Pick<Run, 'rule' | 'target' | 'opening' | 'override' | 'executor'>>;

/** How long after its start instant an accepted run may lack an executor before settle starts it. */
export const START_GRACE: Milliseconds = MINUTE;

/** The record of a run at its acceptance. WAITING where an execution brought it along, ACCEPTED otherwise. */
export function acceptedRun(acceptance: Acceptance, now: Instant, history: Milliseconds): Run {
  return {
    ...acceptance,
    phase: acceptance.executor === undefined ? 'ACCEPTED' : 'WAITING',
    version: 0,
    events: 0,
    verified: 0,
    acceptedAt: now,
    month: new Date(now).toISOString().slice(0, 7),
    attention: NEEDS_ATTENTION,
    attentionAt: Math.max(now, acceptance.startAt) + START_GRACE,
    expiresAt: Math.ceil((now + history) / 1_000),
  };
}

/** Accepts a run once: put if absent, so a second delivery finds the first. */
export const accept = (run: Run): Write => ({
  put: keys.run(run.runId),
  attributes: attributesOf(run),
  when: { item: 'absent' },
});

/**
 * Accepts a run that ends as it is accepted, in one transaction: there is no moment at which anybody could start it. It
 * holds no lease and no slot, and is in the outbox. A run that is known already stays as it is.
 */
export function acceptClosed(
  run: Run,
  closing: Omit<Close, 'last' | 'claimedASend' | 'underWay' | 'ownsLease' | 'memory'>,
): { writes: readonly Write[]; after: Run } {
  const nothingHeld = { last: undefined, claimedASend: false, underWay: false, ownsLease: false, memory: {} };
  const { writes, after } = close(run, { ...closing, ...nothingHeld });
  const [_update, ...others] = writes;
  return { writes: [accept(after), ...others], after };
}
