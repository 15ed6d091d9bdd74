import type { Redis } from '../volcengine/redis.ts';
import type { LeapingClock } from './leaping-clock.ts';

/** The same vendor, with the clock kept still while an exchange is under way. */
export function whileStill(inner: Redis, { during }: LeapingClock): Redis {
  return {
    describeInstance: (instanceId) => during(() => inner.describeInstance(instanceId)),
    describeShards: (instanceId) => during(() => inner.describeShards(instanceId)),
    listInstances: (page) => during(() => inner.listInstances(page)),
    listTasks: (instanceId, since) => during(() => inner.listTasks(instanceId, since)),
    listPlannedEvents: (instanceId) => during(() => inner.listPlannedEvents(instanceId)),
    prepareSwitchOver: (request) => inner.prepareSwitchOver(request),
    sendSwitchOver: (prepared) => during(() => inner.sendSwitchOver(prepared)),
  };
}
