import type { Decision, Reason } from './codes.ts';
import { outcomeOfNoSend } from './consequences.ts';
import { decide } from './decisions.ts';
import type { Evidence, Judgement, Ruling } from './evidence.ts';
import { seenTwice } from './looks.ts';
import { partial, partOnTargetRestOver } from './partial.ts';
import { proofOf, type Send } from './sends.ts';
import { isRunning, isUnchanged, type Sight, sendingIsOver, sightOf } from './sight.ts';

/** One row of table A. */
interface Row {
  readonly row: string;
  readonly fits: (sight: Sight) => boolean;
  readonly ruling: (sight: Sight) => Ruling;
}

const KEEP_OBSERVING: Ruling = { keepObserving: true };
const keepObserving = (): Ruling => KEEP_OBSERVING;

/**
 * PROTOCOL's table A. The first row that fits decides, so each row may rely on those above it not to fit.
 * Below the deadline's row, the last look was taken after the deadline.
 */
export const TABLE_A: readonly Row[] = [
  {
    row: 'no send, or only NOT_SENT → by why nothing was sent',
    fits: ({ proof }) => proof === 'nothing',
    ruling: ({ evidence }) => nothingSent(evidence),
  },
  {
    row: 'any send, a primary neither expected nor target → FAILED · FOREIGN_CHANGE, hold',
    fits: ({ seen }) => seen?.all === 'foreign' || seen?.batch === 'foreign',
    ruling: ({ seen, evidence }) => ({
      ...closing(
        'FAILED',
        'FOREIGN_CHANGE',
        decide('SOMEONE_ELSE_SWITCHED', { seenAt: seen?.at ?? evidence.now }),
      ),
      desired: 'no',
      attributed: 'no',
      hold: true,
    }),
  },
  {
    row: 'all on target twice, Running; where some send is ambiguous, no effect can still land → SUCCEEDED',
    fits: ({ onTargetTwice, proof, evidence }) =>
      onTargetTwice !== undefined && (proof !== 'ambiguous' || evidence.noEffectCanLand),
    ruling: succeeded,
  },
  {
    row: 'all on target, Running, but not yet proven → keep observing',
    fits: ({ seen }) => seen?.all === 'on target' && isRunning(seen),
    ruling: keepObserving,
  },
  {
    row: 'some batches on target, the rest refused, not sent or stopped, no effect can still land → PARTIAL, hold',
    fits: partOnTargetRestOver,
    ruling: partial,
  },
  {
    row: 'all refused, or throttled with attempts or opening used up, unchanged → FAILED · REFUSED, THROTTLED',
    fits: (sight) =>
      sight.proof === 'not executed' &&
      sendingIsOver(sight) &&
      sight.seen !== undefined &&
      isUnchanged(sight.seen, sight.evidence),
    ruling: ({ evidence }) => notExecuted(evidence.sends),
  },
  {
    row: 'until the deadline, and until a look after it → keep observing',
    fits: ({ pastDeadline, lastLook, deadline }) =>
      !pastDeadline || lastLook === undefined || lastLook.at <= deadline,
    ruling: keepObserving,
  },
  {
    row: 'unreadable past the deadline → UNKNOWN · UNREADABLE, hold',
    fits: ({ seen }) => seen === undefined,
    ruling: ({ deadline }) => unknown('UNREADABLE', decide('ROLES_UNREADABLE', { deadlineAt: deadline })),
  },
  {
    row: 'accepted, unchanged twice past the deadline → FAILED · NOT_SWITCHED',
    fits: ({ proof, unchangedTwice }) => proof === 'accepted' && unchangedTwice !== undefined,
    ruling: ({ deadline }) => ({
      ...closing('FAILED', 'NOT_SWITCHED', decide('ACCEPTED_BUT_NOT_SWITCHED', { deadlineAt: deadline })),
      desired: 'no',
    }),
  },
  {
    row: 'ambiguous, unchanged twice past the deadline → UNKNOWN · NO_EVIDENCE, hold; settle decides',
    fits: ({ unchangedTwice }) => unchangedTwice !== undefined,
    ruling: ({ deadline }) =>
      unknown('NO_EVIDENCE', decide('NO_ANSWER_AND_NO_CHANGE', { deadlineAt: deadline })),
  },
  {
    row: 'unchanged and Running, but seen once → keep observing',
    fits: ({ seen, evidence }) => seen !== undefined && isRunning(seen) && isUnchanged(seen, evidence),
    ruling: keepObserving,
  },
  {
    row: 'changing, not Running, or mixed inside a batch, past the deadline → UNKNOWN · NOT_SETTLED, hold',
    fits: () => true,
    ruling: ({ seen, deadline }) =>
      unknown('NOT_SETTLED', decide('STILL_CHANGING', { status: seen?.status ?? '', deadlineAt: deadline })),
  },
];

/**
 * Judges the evidence by table A. Total: never throws, and a run that sent anything is never closed without a look.
 * Ambiguity never becomes success without roles seen moved in two looks at least `settle` apart.
 */
export function judge(evidence: Evidence): Ruling {
  const sight = sightOf(evidence);
  return TABLE_A.find((row) => row.fits(sight))?.ruling(sight) ?? KEEP_OBSERVING;
}

/**
 * Whether the batch sent last is proven: on target in two looks at least `settle` apart, Running, and nothing of an
 * ambiguous send can still land. PollStatus then raises `verified`.
 */
export function batchIsProven({ sends, looks, settle, noEffectCanLand }: Evidence): boolean {
  const twice = seenTwice(looks, settle, (look) => look.batch === 'on target');
  return twice !== undefined && (proofOf(sends) !== 'ambiguous' || noEffectCanLand);
}

type Closing = Pick<Judgement, 'outcome' | 'reason' | 'decision'>;

const closing = (outcome: Closing['outcome'], reason: Reason, decision: Decision): Judgement => ({
  outcome,
  reason,
  decision,
  desired: undefined,
  attributed: undefined,
  hold: false,
});

const unknown = (reason: Reason, decision: Decision): Judgement => ({
  ...closing('UNKNOWN', reason, decision),
  hold: true,
});

function nothingSent({ skip }: Evidence): Judgement {
  const { reason, decision } = skip ?? { reason: 'NOT_READY', decision: decide('NOTHING_WAS_SENT', {}) };
  return closing(outcomeOfNoSend(reason), reason, decision);
}

function succeeded(sight: Sight): Judgement {
  const { evidence, onTargetTwice } = sight;
  const ours = wasUs(sight);
  const decision = decide(ours ? 'ROLES_MOVED' : 'ROLES_MOVED_NOT_PROVABLY_BY_US', {
    provenAt: onTargetTwice?.last.at ?? evidence.now,
    settleMilliseconds: evidence.settle,
  });
  return { ...closing('SUCCEEDED', 'PROVEN', decision), desired: 'yes', attributed: ours ? 'yes' : 'no' };
}

/** Each batch was sent and accepted; or an answer was lost and the vendor shows a task of ours. A batch that moved unsent was not us. */
function wasUs({ proof, evidence }: Sight): boolean {
  if (proof === 'ambiguous') return evidence.taskOfOurs;
  const batches = Map.groupBy(evidence.sends, (send) => send.batch);
  if (batches.size < evidence.batches) return false;
  return [...batches.values()].every((sends) => proofOf(sends) === 'accepted');
}

function notExecuted(sends: readonly Send[]): Judgement {
  const throttled = sends.filter((send) => send.answer === 'throttled');
  const refused = sends.find((send) => send.answer === 'refused');
  return refused === undefined
    ? {
        ...closing(
          'FAILED',
          'THROTTLED',
          decide('SEND_THROTTLED', { attempts: throttled.length, answer: throttled.at(-1)?.code }),
        ),
        desired: 'no',
      }
    : { ...closing('FAILED', 'REFUSED', decide('SEND_REFUSED', { answer: refused.code })), desired: 'no' };
}
