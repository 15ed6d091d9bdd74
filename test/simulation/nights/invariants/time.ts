import { MARGIN } from '../../../../shared/protocol/lease.ts';
import { SECOND } from '../../../../shared/time/clock.ts';
import { CLOSES, OPENS } from '../night.ts';
import { isInstanceIn } from '../scopes.ts';
import type { Span } from '../seen.ts';
import type { Arrival } from '../witness.ts';
import type { Invariant } from './invariant.ts';

/** When something reached the gateway, or was executed by it later. */
const at = (instant: number) => new Date(instant).toISOString().slice(11, 23);

const during = ({ from, until }: Span, arrival: Arrival): boolean =>
  arrival.signedAt > from + MARGIN && arrival.at < until;

const REQUEST_TIMEOUT = 10 * SECOND;

export const TIME: readonly Invariant[] = [
  {
    name: 'I1',
    sentence:
      "No SwitchOver arrives or is executed outside its opening: not more than the clocks' margin before it opens, and never at or after its close.",
    check({ simulation: { witness } }, expect) {
      const own = witness.effects.filter((effect) => effect.clientToken !== undefined);
      for (const { at: instant, instanceId } of [...witness.arrivals.filter((one) => one.letIn), ...own]) {
        const inside = instant >= OPENS - MARGIN && instant < CLOSES;
        expect(inside, () => `${instanceId} was reached at ${at(instant)}, outside its opening`);
      }
    },
  },
  {
    name: 'I1b',
    sentence:
      'No bytes leave whose signature could outlive the opening, or that could time out after their signature.',
    check({ simulation: { witness } }, expect) {
      for (const { leftAt, livesUntil, instanceId } of witness.arrivals) {
        expect(
          livesUntil <= CLOSES - MARGIN && leftAt < livesUntil - REQUEST_TIMEOUT,
          () => `${instanceId} was sent to at ${at(leftAt)} with a signature until ${at(livesUntil)}`,
        );
      }
    },
  },
  {
    name: 'I2',
    sentence:
      'No SwitchOver that was signed more than the margin after a stop or a freeze was durable arrives under it.',
    check(seen, expect) {
      for (const arrival of seen.simulation.witness.arrivals) {
        for (const [scope, spans] of seen.stops) {
          if (!isInstanceIn(scope, arrival, seen)) continue;
          const stopped = spans.some((span) => during(span, arrival));
          expect(
            !stopped,
            () => `${arrival.instanceId} was reached at ${at(arrival.at)} under the stop of ${scope}`,
          );
        }
        const frozen = seen.freezes.some((span) => during(span, arrival));
        expect(!frozen, () => `${arrival.instanceId} was reached at ${at(arrival.at)} in a freeze`);
      }
    },
  },
];
