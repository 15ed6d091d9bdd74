import type { Write } from '../store/store.ts';
import type { Decision } from '../switchover/codes.ts';
import { DAY, type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { advance, changed } from './advance.ts';
import { type AuditEvent, appendEvent } from './audit.ts';
import { definedData } from './close.ts';
import { freeLease, type LeaseMemory } from './lease.ts';
import { NEEDS_ATTENTION, type Run } from './run.ts';
import { freeSlot, isNightSlot } from './slots.ts';

/** A run that held something is kept for at least this long after it was freed. */
const KEPT_AFTER_SETTLING: Milliseconds = 400 * DAY;

export interface Settlement {
  readonly as: 'SWITCHED' | 'NOT_SWITCHED' | 'FOREIGN' | 'ACKNOWLEDGED';
  readonly decision: Decision;
  readonly by: string;
  readonly now: Instant;
  readonly last: AuditEvent | undefined;
  readonly ownsLease: boolean;
  readonly memory: LeaseMemory;
}

/**
 * Frees what a held run still holds and writes `settled` once. The outcome is never replaced, and the night's slot stays
 * taken: a send was claimed in that night. The run is in the outbox again, for the settling is announced too.
 * Only legal for a CLOSED run that holds; the caller has checked the moment.
 */
export function settleRun(run: Run, settlement: Settlement): { writes: readonly Write[]; after: Run } {
  const { as, now } = settlement;
  const decision = { code: settlement.decision.code, data: definedData(settlement.decision) };
  const event = appendEvent(run, settlement.last, {
    kind: 'SETTLED',
    at: now,
    by: settlement.by,
    detail: { as, decision },
  });
  const [kept, freed] = nightSlotsAndOthers(run);
  const change: Partial<Run> = {
    ...event.change,
    settled: { as, at: now, decision, announced: false },
    hold: undefined,
    expiresAt: Math.ceil((now + KEPT_AFTER_SETTLING) / SECOND),
    slots: kept.length > 0 ? kept : undefined,
    attention: NEEDS_ATTENTION,
    attentionAt: now,
  };
  return {
    after: changed(run, change),
    writes: [
      advance(run, change, [{ absent: 'settled' }, { attribute: 'phase', is: '=', value: 'CLOSED' }]),
      ...(settlement.ownsLease ? [freeLease(run, settlement.memory)] : []),
      ...freed.map((slot) => freeSlot(slot, run.runId)),
      event.write,
    ],
  };
}

function nightSlotsAndOthers(run: Run) {
  const slots = run.slots ?? [];
  return [
    slots.filter((slot) => isNightSlot(run, slot)),
    slots.filter((slot) => !isNightSlot(run, slot)),
  ] as const;
}
