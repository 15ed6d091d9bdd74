import type { Instant, Milliseconds } from '../../time/clock.ts';
import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { no, yes } from './answers.ts';
import type { FreezeFacts, GateFacts, OpeningFacts } from './facts.ts';
import { earliestStart, firstStarting } from './freeze.ts';
import { withoutOpening } from './window.ts';

/**
 * The instant by which every signed request must have expired: `close − margin`, or `start of a freeze − margin` where a
 * freeze begins sooner than that, for a request still under way must not land in it. `undefined`: nothing limits it.
 */
export function notAfterOf(
  from: Instant,
  opening: Pick<OpeningFacts, 'closesAt'> | undefined,
  freezes: readonly FreezeFacts[],
  margin: Milliseconds,
): Instant | undefined {
  const freeze = firstStarting(freezes.filter((one) => one.startsAt > from));
  const ends = [opening?.closesAt, freeze?.startsAt].filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : Math.min(...ends) - margin;
}

/** A request may be sent only while its whole life fits: `now + life ≤ notAfter`. While it waits: from its opening on. */
export function roomGate(facts: GateFacts): Verdict {
  const { opening, windowless, freezes, life, margin, nextOpensAt } = facts;
  if (opening === undefined && !windowless) return withoutOpening('room', facts);
  const from = earliestStart(facts);
  const notAfterAt = notAfterOf(from, opening, freezes, margin);
  if (notAfterAt !== undefined && from + life > notAfterAt) {
    return no('room', 'WINDOW', decide('NO_ROOM_LEFT', { notAfterAt, lifeMilliseconds: life, nextOpensAt }));
  }
  return yes('room', decide('ROOM_LEFT', { notAfterAt }));
}
