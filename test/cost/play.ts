import { makeMemoryStore } from '../../shared/store/memory.ts';
import { makeMeteredStore, type Units } from '../../shared/store/metered.ts';
import type { Redis } from '../../shared/volcengine/redis.ts';
import { makeRig, type Rig, type RigOptions } from '../steps/rig.ts';
import { bytesOfLines } from './log-bytes.ts';

/** The calls of the vendor, by what they are for. */
export interface VendorCalls {
  readonly reads: number;
  readonly sends: number;
}

/** What a whole night came to, the minutes in which nothing happened included. */
export interface Night {
  readonly units: Units;
  readonly vendor: VendorCalls;
  readonly busEvents: number;
  readonly logBytes: number;
}

export interface MeteredRig {
  readonly rig: Rig;
  night(): Night;
}

/** A rig whose store, vendor, bus and log are metered from its first call on. */
export async function makeMeteredRig(options: RigOptions): Promise<MeteredRig> {
  const metered = makeMeteredStore(makeMemoryStore());
  const vendor = { reads: 0, sends: 0 };
  const rig = await makeRig({
    ...options,
    store: metered.store,
    over: (ports) => ({ ...ports, redis: (account) => counted(ports.redis(account), vendor) }),
  });
  return {
    rig,
    night: () => ({
      units: metered.units(),
      vendor: { ...vendor },
      busEvents: rig.told.filter(({ what }) => what === 'closed' || what === 'settled').length,
      logBytes: bytesOfLines(rig.lines),
    }),
  };
}

/** What came after an earlier look. */
export function since(before: Night, after: Night): Night {
  return {
    units: {
      readUnits: after.units.readUnits - before.units.readUnits,
      writeUnits: after.units.writeUnits - before.units.writeUnits,
      calls: after.units.calls - before.units.calls,
    },
    vendor: {
      reads: after.vendor.reads - before.vendor.reads,
      sends: after.vendor.sends - before.vendor.sends,
    },
    busEvents: after.busEvents - before.busEvents,
    logBytes: after.logBytes - before.logBytes,
  };
}

function counted(inner: Redis, calls: { reads: number; sends: number }): Redis {
  const reading =
    <Arguments extends readonly unknown[], Result>(read: (...given: Arguments) => Promise<Result>) =>
    (...given: Arguments): Promise<Result> => {
      calls.reads += 1;
      return read(...given);
    };
  return {
    describeInstance: reading((instanceId: string) => inner.describeInstance(instanceId)),
    describeShards: reading((instanceId: string) => inner.describeShards(instanceId)),
    listInstances: reading((page: { number: number; size: number }) => inner.listInstances(page)),
    listTasks: reading((instanceId: string, from: number) => inner.listTasks(instanceId, from)),
    listPlannedEvents: reading((instanceId: string) => inner.listPlannedEvents(instanceId)),
    prepareSwitchOver: (request) => inner.prepareSwitchOver(request),
    sendSwitchOver(prepared) {
      calls.sends += 1;
      return inner.sendSwitchOver(prepared);
    },
  };
}
