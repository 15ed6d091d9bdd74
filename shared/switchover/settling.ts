import type { Instant, Milliseconds } from '../time/clock.ts';
import type { Decision } from './codes.ts';
import { decide } from './decisions.ts';
import { type Look, seenTwice } from './looks.ts';
import type { Overall } from './progress.ts';
import { quietFrom, type Send } from './sends.ts';

/** What the settling of an UNKNOWN is judged by. */
export interface HoldEvidence {
  readonly sends: readonly Send[];
  /** In the order in which they were taken; `all` is what counts. */
  readonly looks: readonly Look[];
  readonly now: Instant;
  readonly settle: Milliseconds;
  readonly margin: Milliseconds;
  readonly change: Milliseconds;
}

export type Settled = 'SWITCHED' | 'NOT_SWITCHED' | 'FOREIGN';

export type Settling =
  | { readonly as: Settled; readonly decision: Decision }
  | { readonly notYet: true; readonly untilAt: Instant };

const SETTLES: readonly {
  readonly seen: Overall;
  readonly as: Settled;
  readonly code: 'SETTLED_SWITCHED' | 'SETTLED_NOT_SWITCHED' | 'SETTLED_FOREIGN';
}[] = [
  { seen: 'on target', as: 'SWITCHED', code: 'SETTLED_SWITCHED' },
  { seen: 'unchanged', as: 'NOT_SWITCHED', code: 'SETTLED_NOT_SWITCHED' },
  { seen: 'foreign', as: 'FOREIGN', code: 'SETTLED_FOREIGN' },
];

/**
 * Judges whether what was UNKNOWN is known now: two looks that agree, at least a settle apart, Running, both taken after
 * `last expiresAt + margin + change`. Mixed roles never settle: like a PARTIAL, they wait for a person.
 *
 * Only for UNKNOWN, and only while the run still owns the lease; the caller's transaction asserts both.
 */
export function settleHold(evidence: HoldEvidence): Settling {
  const { sends, now, settle } = evidence;
  const quiet = quietFrom(sends, evidence);
  if (quiet !== undefined && now <= quiet) return { notYet: true, untilAt: quiet + 1 };
  const looks = evidence.looks.filter((look) => quiet === undefined || look.at > quiet);
  for (const { seen, as, code } of SETTLES) {
    const two = seenTwice(looks, settle, (look) => look.all === seen);
    if (two !== undefined) {
      return { as, decision: decide(code, { firstReadAt: two.first.at, secondReadAt: two.last.at }) };
    }
  }
  return { notYet: true, untilAt: now + settle };
}
