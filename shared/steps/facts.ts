import type { Plan, Rule } from '../plan/plan.ts';
import { type PlanPointer, stopsFor } from '../protocol/control.ts';
import { MARGIN } from '../protocol/lease.ts';
import { freezesFor, movesFor } from '../protocol/override.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import type { GateFacts } from '../switchover/gates/facts.ts';
import { type Milliseconds, SECOND } from '../time/clock.ts';
import { ReadFailed } from '../volcengine/errors.ts';
import type { Redis, Shard } from '../volcengine/redis.ts';
import { leaseOf } from './close-run.ts';
import { planPointer, planVersion } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { ruleWithTags, stillAllowed } from './rule-of-instance.ts';
import { readStops } from './stops-in-force.ts';
import { type SlotSurvey, surveySlots } from './survey-slots.ts';

/** Whom the gates are asked about: a run, or one that is about to be accepted. */
export type Subject = Pick<
  Run,
  'runId' | 'account' | 'instance' | 'rule' | 'startAt' | 'opening' | 'override'
>;

/** Facts about the vendor's side. Parts that no gate is asked about stay unread. */
export type VendorFacts = Pick<GateFacts, 'instance' | 'plannedEvents' | 'shards'>;

/** For gates that do not ask the vendor: never evaluate `instance` or `targets` with these. */
export const VENDOR_UNREAD: VendorFacts = {
  instance: 'unreadable',
  plannedEvents: 'unreadable',
  shards: 'unreadable',
};

/** Everything on our side that the gates judge by, read now and consistently. `tags` are the instance's, where they are known. */
export async function factsOnOurSide(
  ports: Ports,
  subject: Subject,
  plan: Plan,
  tags: Readonly<Record<string, string>> | undefined,
  nextOpensAt?: number,
): Promise<{
  facts: Omit<GateFacts, keyof VendorFacts>;
  slots: SlotSurvey;
  pointer: PlanPointer;
  lease: Awaited<ReturnType<typeof leaseOf>>;
}> {
  const { store, clock, settings } = ports;
  const pointer = await planPointer(store);
  const stops = await readStops(store, clock);
  const lease = await leaseOf(store, subject);
  const slots = await surveySlots(store, subject, plan.limits, tags ?? {});
  const { instanceId } = instanceOf(subject);
  const own =
    tags === undefined
      ? plan.rules.find((candidate) => candidate.name === subject.rule)
      : ruleWithTags(plan, instanceId, tags, subject.rule);
  const rule =
    pointer.hash === plan.hash
      ? own
      : stillAllowed(await planVersion(store, pointer.hash), instanceId, tags, own);
  return {
    slots,
    pointer,
    lease,
    facts: {
      now: clock.now(),
      runId: subject.runId,
      instanceId,
      rule: rule && ruleFacts(rule),
      trigger: { startAt: subject.startAt },
      opening: subject.opening,
      nextOpensAt,
      freezes: freezesFor(subject, pointer.freezes),
      override: subject.override,
      life: settings.signatureLife,
      margin: MARGIN,
      stops: stops === 'unreadable' ? stops : stopsFor(subject, stops),
      lease: lease && movesFor(subject, { ...lease, expiresAt: lease.leaseExpiresAt }),
      cooldown: rule === undefined || 'never' in rule ? 0 : rule.cooldown,
      limits: slots.facts,
    },
  };
}

const ruleFacts = (rule: Rule) => ({ name: rule.name, never: 'never' in rule ? rule.never : undefined });

/** The instance alone: one read. Unreadable is a fact, not a failure. */
export async function readInstance(redis: Redis, instanceId: string): Promise<VendorFacts['instance']> {
  return await orUnreadable(() => redis.describeInstance(instanceId));
}

/** One read of the vendor lasts no longer than this with all its tries (the read budget of the vendor's client). */
export const LONGEST_READ: Milliseconds = 20 * SECOND;

/**
 * Instance, planned events and roles: three reads, the roles last, so that they are the freshest.
 *
 * None is begun after one that failed, for no gate says yes any more, nor once `timeLeft` says that there is none.
 */
export async function readVendor(
  redis: Redis,
  instanceId: string,
  timeLeft: () => boolean = () => true,
): Promise<VendorFacts> {
  const instance = timeLeft() ? await readInstance(redis, instanceId) : 'unreadable';
  const plannedEvents =
    instance !== 'unreadable' && timeLeft()
      ? await orUnreadable(() => redis.listPlannedEvents(instanceId))
      : 'unreadable';
  const shards =
    plannedEvents !== 'unreadable' && timeLeft()
      ? await orUnreadable<readonly Shard[]>(() => redis.describeShards(instanceId))
      : 'unreadable';
  return { instance, plannedEvents, shards };
}

async function orUnreadable<Value>(read: () => Promise<Value>): Promise<Value | 'unreadable'> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReadFailed) return 'unreadable';
    throw error;
  }
}

/** The tags of an instance that was read; `undefined` where they are not known. */
export const tagsOf = (instance: VendorFacts['instance']): Readonly<Record<string, string>> | undefined =>
  typeof instance === 'object' ? instance.tags : undefined;
