import type { Executed } from '../../../../shared/local-volcengine/log.ts';
import { MARGIN } from '../../../../shared/protocol/lease.ts';
import { MOST_ATTEMPTS } from '../../../../shared/protocol/send.ts';
import type { RunStory } from '../seen.ts';
import { runIdOfToken } from '../tokens.ts';
import type { Invariant } from './invariant.ts';

const runOf = (effect: Executed): string => runIdOfToken(effect.clientToken);
const ours = (effect: Executed): boolean => runOf(effect) !== '';

export const EFFECTS: readonly Invariant[] = [
  {
    name: 'I3',
    sentence:
      'At most one change is under way for an instance, and none of another run can still land when one begins.',
    check({ simulation: { witness, world } }, expect) {
      const effects = witness.effects.filter(ours);
      for (const [place, effect] of effects.entries()) {
        for (const earlier of effects.slice(0, place)) {
          if (earlier.instanceId !== effect.instanceId) continue;
          const apart = effect.at - earlier.at >= world.timings.change;
          expect(
            apart,
            () => `${effect.instanceId}: ${runOf(effect)} began during the change of ${runOf(earlier)}`,
          );
        }
        const landed = witness.arrivals.find(
          (one) =>
            one.letIn &&
            one.instanceId === effect.instanceId &&
            one.at < effect.at &&
            one.runId !== runOf(effect) &&
            one.at > arrivedAt(witness.arrivals, effect),
        );
        expect(
          landed === undefined,
          () => `${runOf(effect)} landed on ${effect.instanceId} after ${landed?.runId} had sent`,
        );
      }
    },
  },
  {
    name: 'I3b',
    sentence:
      "Effects of different runs on one instance are a cool-down apart (less a signature's life and the margin), unless a person set it aside after the earlier one had sent.",
    check({ simulation: { witness, world }, story }, expect) {
      const effects = witness.effects.filter(ours);
      for (const [place, effect] of effects.entries()) {
        for (const earlier of effects.slice(0, place)) {
          if (earlier.instanceId !== effect.instanceId || runOf(earlier) === runOf(effect)) continue;
          if (wasWeighed(story.get(runOf(earlier)), story.get(runOf(effect)))) continue;
          const least = world.cooldown - world.life - MARGIN;
          expect(
            effect.at - earlier.at >= least,
            () =>
              `${runOf(effect)} switched ${effect.instanceId} ${effect.at - earlier.at} ms after ${runOf(earlier)}`,
          );
        }
      }
    },
  },
  {
    name: 'I5',
    sentence: 'Each batch of a run has at most one effect, and no shard is switched twice by one run.',
    check({ simulation: { witness } }, expect) {
      const seen = new Set<string>();
      for (const effect of witness.effects.filter(ours)) {
        for (const node of effect.nodeIds) {
          const shard = `${runOf(effect)} ${node.slice(0, node.lastIndexOf('-'))}`;
          expect(!seen.has(shard), () => `${shard} was switched twice`);
          seen.add(shard);
        }
      }
    },
  },
  {
    name: 'I6',
    sentence: 'Every send of a batch carries the same bytes, and a token belongs to one body.',
    check({ simulation: { witness } }, expect) {
      const bodies = new Map<string, string>();
      for (const { token, body } of witness.arrivals) {
        const known = bodies.get(token);
        expect(
          token !== '' && (known === undefined || known === body),
          () => `token '${token}' came with two bodies`,
        );
        bodies.set(token, body);
      }
    },
  },
  {
    name: 'I11',
    sentence:
      'A batch is sent again only after an answer that is known not to have executed: throttled, and told so.',
    check({ simulation: { witness } }, expect) {
      for (const sends of Map.groupBy(witness.arrivals, (one) => `${one.runId} ${one.batch}`).values()) {
        const early = sends.slice(0, -1);
        expect(
          early.every((one) => one.throttled),
          () => `batch ${sends[0]?.token} was sent again after no or another answer`,
        );
      }
    },
  },
  {
    name: 'I13',
    sentence: "What the gateway lets in comes from the run that owns the instance's lease at that moment.",
    check({ simulation: { witness } }, expect) {
      for (const arrival of witness.arrivals.filter((one) => one.letIn)) {
        expect(
          arrival.leaseOwner === arrival.runId,
          () => `${arrival.runId} sent to ${arrival.instanceId}, whose lease was ${arrival.leaseOwner}'s`,
        );
      }
    },
  },
  {
    name: 'I13b',
    sentence: 'After a close that frees the lease, nothing of the run lands any more.',
    check({ simulation: { witness }, story }, expect) {
      for (const effect of witness.effects.filter(ours)) {
        const end = story.get(runOf(effect));
        if (end === undefined || end.closedAt === undefined) continue;
        const held = end.versions.find((version) => version.run.outcome !== undefined)?.run.hold === true;
        expect(held || effect.at <= end.closedAt, () => `${runOf(effect)} landed after its lease was free`);
        const settledAt = end.versions.find((version) => version.run.settled !== undefined)?.at;
        expect(
          settledAt === undefined || effect.at <= settledAt,
          () => `${runOf(effect)} landed after it was settled`,
        );
      }
    },
  },
  {
    name: 'I19',
    sentence: `A batch is sent at most ${MOST_ATTEMPTS} times, whatever the answers.`,
    check({ simulation: { witness } }, expect) {
      for (const [batch, sends] of Map.groupBy(witness.arrivals, (one) => `${one.runId} ${one.batch}`)) {
        expect(sends.length <= MOST_ATTEMPTS, () => `batch ${batch} was sent ${sends.length} times`);
      }
    },
  },
];

/** Whether a person set the cool-down aside for the later run, when the earlier one had sent already as far as clocks tell. */
function wasWeighed(earlier: RunStory | undefined, later: RunStory | undefined): boolean {
  const override = later?.run.override;
  if (override?.gate !== 'cooldown' || earlier === undefined) return false;
  return earlier.sends.every(({ claimedAt }) => claimedAt <= override.at);
}

/** When the request that this effect came of had arrived: of a late one, long before. */
function arrivedAt(
  arrivals: readonly { token: string; at: number; fault: string | undefined }[],
  effect: Executed,
): number {
  const sent = arrivals.findLast(
    (one) => one.token === effect.clientToken && one.at <= effect.at && one.fault !== 'throttle',
  );
  return sent?.at ?? effect.at;
}
