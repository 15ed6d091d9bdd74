import type { Write } from '../store/store.ts';
import type { Decision, Outcome, Reason } from '../switchover/codes.ts';
import { type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import { advance, changed } from './advance.ts';
import { type AuditEvent, appendEvent } from './audit.ts';
import { atOncePartition } from './keys.ts';
import { freeLease, keepHold, type LeaseMemory } from './lease.ts';
import type { Run } from './run.ts';
import { freeSlot, isNightSlot } from './slots.ts';

/** How long whoever closed a run may take to announce it, before settle does. */
export const ANNOUNCE_GRACE: Milliseconds = 30 * SECOND;

/** How a run ends. */
export interface Closing {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly decision: Decision;
  readonly desired?: 'yes' | 'no' | 'part' | undefined;
  readonly attributed?: 'yes' | 'no' | undefined;
  readonly hold: boolean;
}

export interface Close {
  readonly closing: Closing;
  readonly by: string;
  readonly now: Instant;
  readonly last: AuditEvent | undefined;
  /** True when a send was claimed: the night's slot then stays taken. */
  readonly claimedASend: boolean;
  /** True while a change of this run may still begin or be under way: held, it then keeps its place in `atOnce`. */
  readonly underWay: boolean;
  /** False when the lease is no longer this run's; it is then left alone. */
  readonly ownsLease: boolean;
  readonly memory: LeaseMemory;
  /** Facts for the audit event: answers, looks. */
  readonly evidence: Parameters<typeof appendEvent>[2]['detail'];
}

/**
 * Closes a run, one transaction: its one terminal outcome, the lease freed or held, its slots given back.
 *
 * A held run keeps its onePer slot, and that of `atOnce` while its change may be under way (ADR 0015); the night's slot
 * stays if a send was claimed. The run stays in the outbox until it is
 * announced.
 */
export function close(run: Run, close: Close): { writes: readonly Write[]; after: Run } {
  const { closing, now } = close;
  const decision = { code: closing.decision.code, data: definedData(closing.decision) };
  const kept = keptSlots(run, close);
  const event = appendEvent(run, close.last, {
    kind: 'CLOSED',
    at: now,
    by: close.by,
    detail: { outcome: closing.outcome, reason: closing.reason, decision, ...close.evidence },
  });
  const change: Partial<Run> = {
    ...event.change,
    phase: 'CLOSED',
    outcome: closing.outcome,
    reason: closing.reason,
    decision,
    desired: closing.desired,
    attributed: closing.attributed,
    hold: closing.hold ? true : undefined,
    expiresAt: closing.hold ? undefined : run.expiresAt,
    closedAt: now,
    // An entry of the index that stays where it is costs nothing; only one that lies too far ahead is moved.
    attentionAt: Math.min(run.attentionAt ?? now, now + ANNOUNCE_GRACE),
    slots: kept.length > 0 ? kept : undefined,
    refusal: undefined,
    looks: undefined,
  };
  const lease = closing.hold ? keepHold(run, closing.outcome, close.memory) : freeLease(run, close.memory);
  return {
    after: changed(run, change),
    writes: [
      advance(run, change, [{ attribute: 'phase', is: '<>', value: 'CLOSED' }]),
      ...(close.ownsLease ? [lease] : []),
      ...(run.slots ?? []).filter((slot) => !kept.includes(slot)).map((slot) => freeSlot(slot, run.runId)),
      event.write,
    ],
  };
}

function keptSlots(run: Run, close: Close) {
  return (run.slots ?? []).filter((slot) => {
    if (isNightSlot(run, slot)) return close.claimedASend;
    return close.closing.hold && (close.underWay || slot.partition !== atOncePartition(run.account));
  });
}

/** The data of a decision without absent fields, as it is stored. */
export function definedData(decision: Decision): Record<string, string | number | boolean | string[]> {
  return Object.fromEntries(
    Object.entries(decision.data).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, typeof value === 'object' ? [...value] : value]];
    }),
  );
}
