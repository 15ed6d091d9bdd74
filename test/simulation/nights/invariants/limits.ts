import { runIdOfToken } from '../tokens.ts';
import type { Invariant } from './invariant.ts';

/** The most nodes in one call (vendor page 6293/1148755). */
const MOST_NODES = 50;

export const LIMITS: readonly Invariant[] = [
  {
    name: 'I4',
    sentence:
      'Never more changes at once, or in one night, than the limits allow; and no slot outlives its run.',
    check({ simulation: { witness, world }, takenSlots, story }, expect) {
      const effects = witness.effects.filter((effect) => runIdOfToken(effect.clientToken) !== '');
      for (const effect of effects) {
        const under = effects.filter(
          (other) => other.at <= effect.at && effect.at < other.at + world.timings.change,
        );
        expect(
          under.length <= world.limits.atOnce,
          () => `${under.length} changes at once, ${world.limits.atOnce} allowed`,
        );
      }
      const acted = new Set(witness.arrivals.map((arrival) => arrival.runId));
      const perNight = world.limits.perNight;
      if (perNight !== undefined)
        expect(acted.size <= perNight, () => `${acted.size} runs switched in one night, ${perNight} allowed`);
      for (const { run } of takenSlots) {
        const owner = story.get(run)?.run;
        // Closed by a foreign change, its own change may still be under way: it keeps its place until it is acknowledged.
        const keeps =
          (owner !== undefined && owner.phase !== 'CLOSED') ||
          (owner?.hold === true && owner.reason === 'FOREIGN_CHANGE');
        expect(keeps, () => `run ${run} is closed and still has its slot`);
      }
    },
  },
  {
    name: 'I4b',
    sentence:
      'Where the limits say one per app, changes of two instances of one app are never under way at once.',
    check({ simulation: { witness, world } }, expect) {
      if (world.limits.onePer === undefined) return;
      const appOf = new Map(world.instances.map(({ id, app }) => [id, app]));
      const effects = witness.effects.filter((effect) => runIdOfToken(effect.clientToken) !== '');
      for (const [place, effect] of effects.entries()) {
        const beside = effects
          .slice(0, place)
          .find(
            (other) =>
              other.instanceId !== effect.instanceId &&
              appOf.get(other.instanceId) === appOf.get(effect.instanceId) &&
              effect.at < other.at + world.timings.change,
          );
        expect(
          beside === undefined,
          () => `${effect.instanceId} changed while ${beside?.instanceId} of the same app did`,
        );
      }
    },
  },
  {
    name: 'I4c',
    sentence:
      'As many bad outcomes in a row as stopAfter says stop the account, unless somebody resumes it meanwhile.',
    check({ simulation: { witness, world }, stops }, expect) {
      const commits = witness.history('bad outcomes').filter(({ key }) => key.includes('prod'));
      for (const { at, attributes } of commits) {
        if (Number(attributes?.count ?? 0) < world.limits.stopAfter) continue;
        const stopped = (stops.get('account:prod') ?? []).some(({ until }) => until >= at);
        const resumed = commits.some((later) => later.at >= at && later.attributes === undefined);
        expect(stopped || resumed, () => `${attributes?.count} bad outcomes in a row, and no stop followed`);
      }
    },
  },
  {
    name: 'I15',
    sentence: 'Every call names nodes of its own instance, at most one of each shard and at most 50.',
    check({ simulation: { witness } }, expect) {
      for (const { instanceId, targets } of witness.arrivals) {
        const shards = new Set(targets.map((target) => target.slice(0, target.lastIndexOf('-'))));
        const fits = targets.length > 0 && targets.length <= MOST_NODES && shards.size === targets.length;
        expect(
          fits && targets.every((target) => target.startsWith(`server-${instanceId}-`)),
          () => `a call named ${targets.join(', ')}`,
        );
      }
    },
  },
  {
    name: 'I16',
    sentence: 'Batches are disjoint, and the next is sent only when every one before was truly on target.',
    check({ simulation: { witness }, story }, expect) {
      for (const arrival of witness.arrivals) {
        const pins = story.get(arrival.runId)?.pins ?? [];
        const earlier = pins
          .filter(({ batch }) => batch < arrival.batch)
          .flatMap((batch) => batch.pins.map((pin) => pin.target));
        expect(
          !arrival.targets.some((target) => earlier.includes(target)),
          () => `${arrival.token} repeats a target`,
        );
        if (earlier.length === 0) continue;
        const standings = (witness.standings.get(arrival.instanceId) ?? []).filter(
          ({ at }) => at <= arrival.at,
        );
        const were = earlier.every((target) => standings.some(({ primaries }) => primaries.includes(target)));
        expect(were, () => `${arrival.token} was sent before the batches before it were on target`);
      }
    },
  },
  {
    name: 'I18',
    sentence: 'Only instances that a rule of the plan switches are ever touched; observe mode sends nothing.',
    check({ simulation: { witness, world } }, expect) {
      const allowed = new Set(
        world.instances.filter(({ standing }) => standing === 'switched').map(({ id }) => id),
      );
      for (const { instanceId } of witness.arrivals)
        expect(allowed.has(instanceId), () => `${instanceId} was touched`);
    },
  },
];
