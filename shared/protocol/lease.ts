import * as z from 'zod/mini';
import type { Condition, Item, Write } from '../store/store.ts';
import type { Instant, Milliseconds } from '../time/clock.ts';
import { keys } from './keys.ts';
import { attributesOf, changeOf, readRecord } from './record.ts';
import { instanceOf, type Run } from './run.ts';

/** Clock error that the protocol allows for between any two machines. */
export const MARGIN: Milliseconds = 5_000;

/** The longest that a switchover may take. */
export const LONGEST_CHANGE: Milliseconds = 600_000;

const leaseSchema = z.object({
  owner: z.optional(z.string()),
  /** Raised by every claim. A stale owner's fence commits nothing. */
  fence: z.number(),
  leaseExpiresAt: z.optional(z.number()),
  /** Why the lease outlives its expiry: `SENT` from the first claimed send, then the outcome that left it unsettled. */
  hold: z.optional(z.string()),
  lastClaimedSendAt: z.optional(z.number()),
  /** Digest of the primaries seen last. */
  lastRoles: z.optional(z.string()),
  lastRoleChangeSeenAt: z.optional(z.number()),
  lastProvenAt: z.optional(z.number()),
  /** How long the last proven switchover took, from its send to the first look that saw it: fits the next one's polls. */
  lastChangeTook: z.optional(z.number()),
});

/** The per-instance lock and what is remembered of the instance. Updated, never deleted. */
export type Lease = Readonly<z.infer<typeof leaseSchema>>;

export const readLease = (item: Item): Lease => readRecord(leaseSchema, item);

/** Time to live of a lease: longer than the longest legal effect of a send that is signed now. */
export const leaseLife = (life: Milliseconds): Milliseconds => life + MARGIN + LONGEST_CHANGE;

const mine = (run: Run): Condition[] => [
  { attribute: 'owner', is: '=', value: run.runId },
  { attribute: 'fence', is: '=', value: run.fence ?? -1 },
];

const leaseOf = (run: Run) => {
  const { region, instanceId } = instanceOf(run);
  return keys.lease(region, instanceId);
};

/**
 * Takes the lease, which was read as `lease`: no hold, and no owner or one whose lease expired more than a margin ago.
 * The fence in the condition makes two takers of one expired lease exclude each other.
 */
export function takeLease(run: Run, lease: Lease | undefined, now: Instant, life: Milliseconds): Write {
  const next = attributesOf({
    owner: run.runId,
    fence: (lease?.fence ?? 0) + 1,
    leaseExpiresAt: now + leaseLife(life),
  });
  if (lease === undefined) return { put: leaseOf(run), attributes: next, when: { item: 'absent' } };
  return {
    update: leaseOf(run),
    set: next,
    when: {
      all: [
        { absent: 'hold' },
        { attribute: 'fence', is: '=', value: lease.fence },
        {
          any: [{ absent: 'owner' }, { attribute: 'leaseExpiresAt', is: '<', value: now - MARGIN }],
        },
      ],
    },
  };
}

/** Renews a lease that is still this run's. */
export const renewLease = (run: Run, now: Instant, life: Milliseconds): Write => ({
  update: leaseOf(run),
  set: { leaseExpiresAt: now + leaseLife(life) },
  when: { all: mine(run) },
});

/** Part of the claim of a send: the lease is this run's and alive, and from now on expiry frees nothing. */
export const holdForSend = (run: Run, now: Instant): Write => ({
  update: leaseOf(run),
  set: { hold: 'SENT', lastClaimedSendAt: now },
  when: { all: [...mine(run), { attribute: 'leaseExpiresAt', is: '>', value: now + MARGIN }] },
});

/** What a close or a settling leaves behind on the lease. */
export interface LeaseMemory {
  readonly lastRoles?: string | undefined;
  readonly lastRoleChangeSeenAt?: Instant | undefined;
  readonly lastProvenAt?: Instant | undefined;
  readonly lastChangeTook?: Milliseconds | undefined;
}

/** Gives the lease back, remembering what was seen. Only legal when no effect can still land. */
export const freeLease = (run: Run, memory: LeaseMemory): Write => ({
  update: leaseOf(run),
  ...changeOf({ ...known(memory), owner: undefined, leaseExpiresAt: undefined, hold: undefined }),
  when: { all: mine(run) },
});

/** Keeps the lease as a hold until settle or a person frees it. */
export const keepHold = (run: Run, hold: string, memory: LeaseMemory): Write => ({
  update: leaseOf(run),
  set: attributesOf({ ...known(memory), hold }),
  when: { all: mine(run) },
});

/** Only what was seen is written; what was not seen stays as it was remembered. */
const known = (memory: LeaseMemory) =>
  Object.fromEntries(Object.entries(memory).filter(([, value]) => value !== undefined));
