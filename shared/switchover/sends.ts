import type { Instant, Milliseconds } from '../time/clock.ts';
import type { Outcome } from './codes.ts';

/** The answer on a send item; `none` while nothing was written yet, which counts as ambiguous. */
export type SendAnswer = 'none' | 'accepted' | 'refused' | 'throttled' | 'ambiguous' | 'NOT_SENT';

/** One claimed send of a run, as its item says. */
export interface Send {
  readonly batch: number;
  readonly attempt: number;
  readonly answer: SendAnswer;
  readonly claimedAt: Instant;
  /** After it the gateway refuses the signed bytes. */
  readonly expiresAt: Instant;
  /** The vendor's code, or ours, where the answer had one. */
  readonly code?: string | undefined;
}

/**
 * What the sends of a run prove together. The worst wins: a later refusal never clears an earlier ambiguity.
 * `nothing`: no send left the machine. `not executed`: each that left was refused or throttled.
 */
export type Proof = 'nothing' | 'not executed' | 'accepted' | 'ambiguous';

const PROVES: Readonly<Record<SendAnswer, Proof>> = {
  NOT_SENT: 'nothing',
  refused: 'not executed',
  throttled: 'not executed',
  accepted: 'accepted',
  ambiguous: 'ambiguous',
  none: 'ambiguous',
};

const WORST_FIRST: readonly Proof[] = ['ambiguous', 'accepted', 'not executed', 'nothing'];

/** The join over the sends' answers. */
export function proofOf(sends: readonly Send[]): Proof {
  const proofs = new Set(sends.map((send) => PROVES[send.answer]));
  return WORST_FIRST.find((proof) => proofs.has(proof)) ?? 'nothing';
}

/**
 * Whether no effect of these sends can still begin: each is NOT_SENT, refused, throttled or accepted, or
 * `now > expiresAt + margin`. Only then may a close free the lease.
 */
export function noEffectCanLand(sends: readonly Send[], now: Instant, margin: Milliseconds): boolean {
  return sends.every((send) => PROVES[send.answer] !== 'ambiguous' || now > send.expiresAt + margin);
}

/** The sends that may have left the machine. */
const thoseThatLeft = (sends: readonly Send[]): readonly Send[] =>
  sends.filter((send) => send.answer !== 'NOT_SENT');

/** The sends that may have begun a change: all but those known not to have. */
const thoseThatMayHaveBegun = (sends: readonly Send[]): readonly Send[] =>
  sends.filter(({ answer }) => PROVES[answer] === 'accepted' || PROVES[answer] === 'ambiguous');

/**
 * When observing gives up: `max(last send + giveUpAfter, last expiresAt + margin + change)`. A send marked NOT_SENT
 * never left and does not count; `undefined` when none left.
 */
export function deadlineOf(
  sends: readonly Send[],
  limits: {
    readonly giveUpAfter: Milliseconds;
    readonly margin: Milliseconds;
    readonly change: Milliseconds;
  },
): Instant | undefined {
  const left = thoseThatLeft(sends);
  if (left.length === 0) return undefined;
  const lastSend = Math.max(...left.map((send) => send.claimedAt));
  return Math.max(lastSend + limits.giveUpAfter, quietFrom(left, limits) ?? lastSend);
}

/**
 * The instant after which nothing these sends did can still land or be under way: `last expiresAt + margin + change`.
 * Before it neither settle nor `acknowledge` frees an UNKNOWN. `undefined` when no send left the machine.
 */
export function quietFrom(
  sends: readonly Send[],
  limits: { readonly margin: Milliseconds; readonly change: Milliseconds },
): Instant | undefined {
  const left = thoseThatLeft(sends);
  if (left.length === 0) return undefined;
  return Math.max(...left.map((send) => send.expiresAt)) + limits.margin + limits.change;
}

/**
 * Until when a change that these sends began, or may begin, can be under way; `undefined` once none can. A PARTIAL was seen
 * at rest, so that only what can still land counts; whatever else is held was not (ADR 0015).
 */
export function underWayUntil(
  outcome: Outcome | undefined,
  sends: readonly Send[],
  now: Instant,
  limits: { readonly margin: Milliseconds; readonly change: Milliseconds },
): Instant | undefined {
  if (outcome === 'PARTIAL' && noEffectCanLand(sends, now, limits.margin)) return undefined;
  const quiet = quietFrom(thoseThatMayHaveBegun(sends), limits);
  return quiet !== undefined && now <= quiet ? quiet : undefined;
}
