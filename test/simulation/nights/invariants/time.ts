import { MARGIN } from '../../../../shared/protocol/lease.ts';
import { OWN_OPENING } from '../../../../shared/steps/override.ts';
import { SECOND } from '../../../../shared/time/clock.ts';
import { CLOSES, OPENS } from '../night.ts';
import { isInstanceIn } from '../scopes.ts';
import type { Seen, Span } from '../seen.ts';
import { runIdOfToken } from '../tokens.ts';
import type { Arrival } from '../witness.ts';
import type { Invariant } from './invariant.ts';

/** When something reached the gateway, or was executed by it later. */
const at = (instant: number) => new Date(instant).toISOString().slice(11, 23);

const during = ({ from, until }: Span, arrival: Arrival): boolean =>
  arrival.signedAt > from + MARGIN && arrival.at < until;

const REQUEST_TIMEOUT = 10 * SECOND;

/** The opening that a run is held to: the night's, or the one of its own where a person has overridden the window. */
function openingOf(runId: string, { story }: Seen): { opensAt: number; closesAt: number } {
  const run = story.get(runId)?.run;
  if (run?.override?.gate !== 'window') return { opensAt: OPENS, closesAt: CLOSES };
  const opensAt = run.override.at;
  return { opensAt, closesAt: opensAt + OWN_OPENING };
}

/** Whether a person has set the freeze aside for this run. */
const isThawed = (runId: string, { story }: Seen): boolean =>
  story.get(runId)?.run.override?.gate === 'freeze';

export const TIME: readonly Invariant[] = [
  {
    name: 'I1',
    sentence:
      "No SwitchOver arrives or is executed outside its opening: not more than the clocks' margin before it opens, and never at or after its close.",
    check(seen, expect) {
      const { witness } = seen.simulation;
      const own = witness.effects.flatMap((effect) =>
        effect.clientToken === undefined ? [] : [{ ...effect, runId: runIdOfToken(effect.clientToken) }],
      );
      for (const { at: instant, instanceId, runId } of [
        ...witness.arrivals.filter((one) => one.letIn),
        ...own,
      ]) {
        const { opensAt, closesAt } = openingOf(runId, seen);
        const inside = instant >= opensAt - MARGIN && instant < closesAt;
        expect(inside, () => `${instanceId} was reached at ${at(instant)}, outside its opening`);
      }
    },
  },
  {
    name: 'I1b',
    sentence:
      'No bytes leave whose signature could outlive the opening, or that could time out after their signature.',
    check(seen, expect) {
      for (const { leftAt, livesUntil, instanceId, runId } of seen.simulation.witness.arrivals) {
        expect(
          livesUntil <= openingOf(runId, seen).closesAt - MARGIN && leftAt < livesUntil - REQUEST_TIMEOUT,
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
        const frozen = !isThawed(arrival.runId, seen) && seen.freezes.some((span) => during(span, arrival));
        expect(!frozen, () => `${arrival.instanceId} was reached at ${at(arrival.at)} in a freeze`);
      }
    },
  },
];
