import type { Redis } from '../../shared/volcengine/redis.ts';

/** A vendor that answers at once and knows nothing. */
export const SILENT_REDIS: Redis = {
  describeInstance: async () => undefined,
  describeShards: async () => [],
  listInstances: async () => ({ total: 0, instances: [] }),
  listTasks: async () => undefined,
  listPlannedEvents: async () => undefined,
  prepareSwitchOver: async ({ instanceId }) => ({ instanceId, expiresAt: 0, url: '', headers: {}, body: '' }),
  sendSwitchOver: async () => ({ kind: 'accepted' }),
};
