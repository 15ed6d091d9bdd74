import type { Instant } from '../time/clock.ts';
import type { Evidence } from './evidence.ts';
import {
  isReadable,
  type Look,
  type ReadableLook,
  RUNNING_STATUS,
  seenTwice,
  type TwoLooks,
} from './looks.ts';
import { type Proof, proofOf, type Send } from './sends.ts';

/** The evidence as the rows of table A ask about it. */
export interface Sight {
  readonly evidence: Evidence;
  /** What all sends prove together. */
  readonly proof: Proof;
  /** The send claimed last. */
  readonly lastSend: Send | undefined;
  readonly lastLook: Look | undefined;
  /** The last look, where the vendor answered. */
  readonly seen: ReadableLook | undefined;
  /** Infinite when no send left the machine. */
  readonly deadline: Instant;
  readonly pastDeadline: boolean;
  /** All pinned shards on target in two looks a settle apart, Running. */
  readonly onTargetTwice: TwoLooks | undefined;
  /** Unchanged in two looks a settle apart, Running. */
  readonly unchangedTwice: TwoLooks | undefined;
}

export function sightOf(evidence: Evidence): Sight {
  const { looks, settle, now } = evidence;
  const lastLook = looks.at(-1);
  const deadline = evidence.deadline ?? Number.POSITIVE_INFINITY;
  return {
    evidence,
    proof: proofOf(evidence.sends),
    lastSend: lastOf(evidence.sends),
    lastLook,
    seen: lastLook !== undefined && isReadable(lastLook) ? lastLook : undefined,
    deadline,
    pastDeadline: now > deadline,
    onTargetTwice: seenTwice(looks, settle, (look) => look.all === 'on target'),
    unchangedTwice: seenTwice(looks, settle, (look) => isUnchanged(look, evidence)),
  };
}

/** The batch in question has not moved; before any batch is proven, none has. */
export const isUnchanged = (look: ReadableLook, { verified }: Evidence): boolean =>
  look.batch === 'unchanged' && (verified > 0 || look.all === 'unchanged');

export const isRunning = (look: ReadableLook): boolean => look.status === RUNNING_STATUS;

/** Whether no further send is to come: the last was refused or given up, or something stopped the next, or time did. */
export function sendingIsOver({ evidence, lastSend, pastDeadline }: Sight): boolean {
  return (
    evidence.stoppedBetween !== undefined ||
    evidence.throttledForGood ||
    pastDeadline ||
    lastSend?.answer === 'refused' ||
    lastSend?.answer === 'NOT_SENT'
  );
}

/** What the sends of the batches that are not proven prove together. */
export const proofOfRest = ({ sends, verified }: Evidence): Proof =>
  proofOf(sends.filter((send) => send.batch > verified));

function lastOf(sends: readonly Send[]): Send | undefined {
  return sends.toSorted((one, other) => one.batch - other.batch || one.attempt - other.attempt).at(-1);
}
