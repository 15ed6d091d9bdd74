import type { Decision, Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

type Facts = Pick<GateFacts, 'limits' | 'runId'>;

/** The account's limits, as slots that other runs hold. The transaction that claims a slot decides; this says it beforehand. */
export function limitsGate(facts: Facts): Verdict {
  const full = atOnceFull(facts) ?? onePerTaken(facts) ?? nightFull(facts);
  return full === undefined ? yes('limits', decide('WITHIN_LIMITS', {})) : notYet('limits', 'LIMIT', full);
}

function atOnceFull({ limits: { atOnce }, runId }: Facts): Decision | undefined {
  const takenBy = atOnce.takenBy.filter((run) => run !== runId);
  return takenBy.length < atOnce.limit
    ? undefined
    : decide('AT_ONCE_LIMIT', { limit: atOnce.limit, takenBy });
}

function onePerTaken({ limits: { onePer }, runId }: Facts): Decision | undefined {
  if (onePer?.takenBy === undefined || onePer.takenBy === runId) return undefined;
  return decide('ONE_PER_LIMIT', { value: onePer.value, takenBy: onePer.takenBy });
}

function nightFull({ limits: { night } }: Facts): Decision | undefined {
  return night === undefined || night.taken < night.limit ? undefined : decide('NIGHT_LIMIT', night);
}
