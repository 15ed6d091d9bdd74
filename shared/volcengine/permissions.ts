import type { Clock } from '../time/clock.ts';
import { ReadFailed } from './errors.ts';
import type { Answer, Redis } from './redis.ts';

/** What a run reads of the vendor, and `accounts check` besides it; `docs/policies/observe.json` grants these. */
export const READ_ACTIONS = [
  'DescribeDBInstances',
  'DescribeDBInstanceDetail',
  'DescribeDBInstanceShards',
  'DescribePlannedEvents',
  'DescribeTasks',
] as const;

/** The one action that changes anything; `docs/policies/switch.json` grants it besides the reads. */
export const SWITCH_ACTION = 'SwitchOver';

export type PermissionAction = (typeof READ_ACTIONS)[number] | typeof SWITCH_ACTION;

/**
 * `granted`: the vendor let the request through. `missing`: it refused the caller the right. `not served`: this region has no
 * such operation, so nobody needs it. `unclear`: the answer says nothing about the right. `not asked`: nothing was sent.
 */
export type Standing = 'granted' | 'missing' | 'not served' | 'unclear' | 'not asked';

export interface Finding {
  readonly action: PermissionAction;
  readonly standing: Standing;
  /** The vendor's code, or ours, where the request was not simply answered. */
  readonly code?: string;
  readonly requestId?: string;
}

/** The caller is known and may not do this (vendor page 6408/78947, common error codes). */
const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'LackPolicy', 'LackProjectPolicy']);

/** Redis itself has looked at the request, so the gateway had let it through (vendor page 6293/73664). */
const LET_THROUGH: ReadonlySet<string> = new Set([
  'InstanceNotExist',
  'InstanceStatusNotMatch',
  'ParamError',
  'InvalidOperator',
]);

/** No instance should have this id: every id that the vendor shows is `redis-` and letters and digits. Asked about before it is used. */
export const NOBODYS_INSTANCE = 'redis-offpeak-permission-check';

/**
 * Asks an account's API which of the permissions are there, by using each. Throws what is not an answer of the vendor's.
 *
 * The reads are about the account's first instance, or about one that cannot exist. Where the first read is answered by
 * something else than a yes or a no (a wrong key, no network), the others are not asked: they would say the same.
 * With `probe` a SwitchOver is sent too, of an instance that the vendor has just said does not exist: it can be refused for the
 * right or for the instance, and can change nothing. That the right is judged first is not documented, so `granted` is as
 * certain as that, and `missing` is certain.
 */
export async function checkPermissions(
  redis: Redis,
  { probe, now }: { readonly probe: boolean; readonly now: Clock['now'] },
): Promise<readonly Finding[]> {
  let instanceId = NOBODYS_INSTANCE;
  const listing = await asked('DescribeDBInstances', async () => {
    const { instances } = await redis.listInstances({ number: 1, size: 1 });
    instanceId = instances[0]?.instanceId ?? NOBODYS_INSTANCE;
  });
  const reads: Record<
    Exclude<PermissionAction, 'DescribeDBInstances' | 'SwitchOver'>,
    () => Promise<unknown>
  > = {
    DescribeDBInstanceDetail: () => redis.describeInstance(instanceId),
    DescribeDBInstanceShards: () => redis.describeShards(instanceId),
    DescribePlannedEvents: () => served(redis.listPlannedEvents(instanceId)),
    DescribeTasks: () => served(redis.listTasks(instanceId, now())),
  };
  const unclear = listing.standing === 'unclear';
  const findings: Finding[] = [listing];
  for (const action of READ_ACTIONS) {
    if (action === 'DescribeDBInstances') continue;
    findings.push(unclear ? { action, standing: 'not asked' } : await asked(action, reads[action]));
  }
  if (!probe || unclear) return [...findings, { action: SWITCH_ACTION, standing: 'not asked' }];
  return [...findings, await probeSwitchOver(redis, now)];
}

/** The region does not have the operation. */
class NotServed extends Error {
  override readonly name = 'NotServed';
}

async function served<Value>(reading: Promise<Value | undefined>): Promise<Value> {
  const value = await reading;
  if (value === undefined) throw new NotServed('the region does not have the operation');
  return value;
}

async function asked(action: PermissionAction, read: () => Promise<unknown>): Promise<Finding> {
  try {
    await read();
    return { action, standing: 'granted' };
  } catch (error) {
    if (error instanceof NotServed) return { action, standing: 'not served' };
    if (error instanceof ReadFailed) return findingOf(action, error.answer);
    throw error;
  }
}

/** Never of an instance that may exist: the vendor has to deny its existence right before, and nothing is sent otherwise. */
async function probeSwitchOver(redis: Redis, now: Clock['now']): Promise<Finding> {
  const action = SWITCH_ACTION;
  try {
    if ((await redis.describeInstance(NOBODYS_INSTANCE)) !== undefined)
      return { action, standing: 'not asked' };
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    const { code } = error.answer;
    return { action, standing: 'not asked', ...(code !== undefined && { code }) };
  }
  const prepared = await redis.prepareSwitchOver({
    instanceId: NOBODYS_INSTANCE,
    targetNodeIds: [`server-${NOBODYS_INSTANCE}-0-1`],
    signedAt: now(),
    lifeSeconds: 30,
  });
  return findingOf(action, await redis.sendSwitchOver(prepared));
}

function findingOf(action: PermissionAction, { code = '', requestId }: Omit<Answer, 'kind'>): Finding {
  const standing = DENIED.has(code) ? 'missing' : LET_THROUGH.has(code) ? 'granted' : 'unclear';
  return {
    action,
    standing,
    ...(code !== '' && standing !== 'granted' && { code }),
    ...(requestId !== undefined && standing !== 'granted' && { requestId }),
  };
}
