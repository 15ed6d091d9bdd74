import type { Reason } from './codes.ts';
import { decide } from './decisions.ts';
import type { Judgement } from './evidence.ts';
import { proofOfRest, type Sight, sendingIsOver } from './sight.ts';

/**
 * Whether some batches are proven on target and the rest will not follow: refused, given up, not sent, stopped, or
 * accepted without effect past the deadline. An ambiguous rest is no part of this: it may have moved.
 */
export function partOnTargetRestOver(sight: Sight): boolean {
  const { evidence, seen } = sight;
  const someProven = evidence.verified > 0 && evidence.verified < evidence.batches;
  const restAtRest = seen?.all === 'mixed' && (seen.batch === 'unchanged' || seen.batch === 'on target');
  return someProven && restAtRest && evidence.noEffectCanLand && restIsOver(sight);
}

function restIsOver(sight: Sight): boolean {
  switch (proofOfRest(sight.evidence)) {
    case 'nothing':
    case 'not executed':
      return sendingIsOver(sight);
    case 'accepted':
      return acceptedWithoutEffect(sight);
    case 'ambiguous':
      return false;
  }
}

const acceptedWithoutEffect = ({ unchangedTwice, deadline }: Sight): boolean =>
  unchangedTwice !== undefined && unchangedTwice.last.at > deadline;

/** PARTIAL, held until a person acknowledges. */
export function partial(sight: Sight): Judgement {
  const { evidence } = sight;
  const reason = reasonOf(sight);
  const because = evidence.stoppedBetween?.reason ?? evidence.skip?.reason ?? reason;
  const { verified, batches } = evidence;
  return {
    outcome: 'PARTIAL',
    reason,
    decision: decide('SOME_BATCHES_ONLY', { verified, batches, because }),
    desired: 'part',
    attributed: undefined,
    hold: true,
  };
}

function reasonOf({ evidence }: Sight): Reason {
  const rest = proofOfRest(evidence);
  if (rest === 'accepted') return 'NOT_SWITCHED';
  if (rest === 'nothing' || evidence.stoppedBetween !== undefined) return 'STOPPED_BETWEEN_BATCHES';
  const refused = evidence.sends.some((send) => send.batch > evidence.verified && send.answer === 'refused');
  return refused ? 'REFUSED' : 'THROTTLED';
}
