import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { no, notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

type Facts = Pick<
  GateFacts,
  'now' | 'opening' | 'nextOpensAt' | 'swallowedDay' | 'windowless' | 'continuing'
>;

/**
 * Half-open: [opensAt, closesAt). Nothing starts from the cutoff on; a run that has started may go on until the close,
 * and the room gate says for how long that allows a request.
 */
export function windowGate(facts: Facts): Verdict {
  const { now, opening, nextOpensAt } = facts;
  if (facts.windowless) return yes('window', decide('NO_WINDOW_NEEDED', {}));
  if (facts.swallowedDay !== undefined) {
    return no('window', 'WINDOW', decide('OPENING_SWALLOWED', { day: facts.swallowedDay }));
  }
  if (opening === undefined) return withoutOpening('window', facts);
  const { opensAt, cutoffAt, closesAt } = opening;
  if (now < opensAt) return notYet('window', 'WINDOW', beforeOpen(now, opensAt), opensAt);
  if (now >= closesAt) {
    return no('window', 'WINDOW', decide('WINDOW_CLOSED', { closedAt: closesAt, nextOpensAt }));
  }
  if (now >= cutoffAt && !facts.continuing) {
    return no('window', 'WINDOW', decide('PAST_CUTOFF', { cutoffAt, closesAt, nextOpensAt }));
  }
  return yes('window', decide('WINDOW_OPEN', { opensAt, closesAt }));
}

/** What window and room say when no opening is given: wait for the next, if there is one. */
export function withoutOpening(
  gate: 'window' | 'room',
  { now, nextOpensAt }: Pick<GateFacts, 'now' | 'nextOpensAt'>,
): Verdict {
  return nextOpensAt === undefined
    ? no(gate, 'WINDOW', decide('NEVER_OPENS', {}))
    : notYet(gate, 'WINDOW', beforeOpen(now, nextOpensAt), nextOpensAt);
}

const beforeOpen = (now: number, opensAt: number) =>
  decide('BEFORE_OPEN', { opensAt, waitMilliseconds: Math.max(opensAt - now, 0) });
