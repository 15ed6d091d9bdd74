import type { Key, Write } from '../store/store.ts';
import type { Instant, Milliseconds } from '../time/clock.ts';
import { advance, changed } from './advance.ts';
import { type AuditEvent, appendEvent, type Happening } from './audit.ts';
import { type Lease, takeLease } from './lease.ts';
import type { Run } from './run.ts';
import { takeSlot } from './slots.ts';

/** A slot to take, and the closed run that left it over, if any. */
export interface FreeSlot {
  readonly key: Key;
  readonly leftBy?: string;
}

export interface Claim {
  readonly executor: string;
  readonly lease: Lease | undefined;
  readonly slots: readonly FreeSlot[];
  readonly now: Instant;
  readonly life: Milliseconds;
  readonly event: Happening;
  readonly last: AuditEvent | undefined;
}

/**
 * CheckWindow's claim, one transaction: the run becomes CLAIMED by this executor, the lease its own, and one slot of each
 * limit. If any part is taken, nothing is.
 */
export function claim(run: Run, claim: Claim): { writes: readonly Write[]; after: Run } {
  const event = appendEvent(run, claim.last, claim.event);
  const change: Partial<Run> = {
    ...event.change,
    phase: 'CLAIMED',
    executor: claim.executor,
    fence: (claim.lease?.fence ?? 0) + 1,
    slots: claim.slots.map((slot) => slot.key),
    refusal: undefined,
  };
  return {
    after: changed(run, change),
    writes: [
      advance(run, change, [{ attribute: 'phase', oneOf: ['ACCEPTED', 'WAITING'] }]),
      takeLease(run, claim.lease, claim.now, claim.life),
      ...claim.slots.map((slot) => takeSlot(slot.key, run.runId, slot.leftBy)),
      event.write,
    ],
  };
}
