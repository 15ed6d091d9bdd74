import type { Instant } from '../time/clock.ts';
import { isChanging, primariesAt, type RoleChange, statusAt, turningPoints } from './changes.ts';
import { type Instance, type InstanceSeed, layOut } from './instance.ts';

/** An instance as it stands at one instant. */
export interface Standing {
  readonly instance: Instance;
  readonly status: string;
  readonly changing: boolean;
  /** By shard number. */
  readonly primaries: readonly string[];
}

/** The instances and the log of their accepted changes. */
export interface Fleet {
  /** In the order of the seed; only those of the region. */
  instances(region: string): readonly Instance[];
  /** `undefined` for an id that the region does not have. */
  find(region: string, instanceId: string): Instance | undefined;
  /** The instance of that id, in whatever region. */
  locate(instanceId: string): Instance | undefined;
  standing(instance: Instance, at: Instant): Standing;
  record(instanceId: string, change: RoleChange): void;
  /** Every instant after `after` at which the fleet will look different by itself. */
  turningPoints(after: Instant): readonly Instant[];
}

export function makeFleet(seeds: readonly InstanceSeed[]): Fleet {
  const instances = seeds.map(layOut);
  const byId = new Map(instances.map((instance) => [instance.id, instance]));
  const changes = new Map<string, readonly RoleChange[]>();
  const changesOf = (instanceId: string) => changes.get(instanceId) ?? [];

  return {
    instances: (region) => instances.filter((instance) => instance.region === region),
    find(region, instanceId) {
      const instance = byId.get(instanceId);
      return instance?.region === region ? instance : undefined;
    },
    locate: (instanceId) => byId.get(instanceId),
    standing(instance, at) {
      const log = changesOf(instance.id);
      return {
        instance,
        status: statusAt(instance, log, at),
        changing: isChanging(log, at),
        primaries: primariesAt(instance, log, at),
      };
    },
    record(instanceId, change) {
      changes.set(instanceId, [...changesOf(instanceId), change]);
    },
    turningPoints(after) {
      const ofChanges = [...changes.values()].flat().flatMap(turningPoints);
      const ofSeeds = instances.flatMap(({ statusUntil }) =>
        statusUntil === undefined ? [] : [statusUntil],
      );
      return [...ofChanges, ...ofSeeds].filter((at) => at > after);
    },
  };
}
