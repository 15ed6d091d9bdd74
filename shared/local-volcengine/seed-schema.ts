import * as z from 'zod';
import { duration, instant } from './duration.ts';
import { faultSchema } from './fault-schema.ts';
import type { InstanceSeed } from './instance.ts';
import { OPERATIONS } from './operations.ts';

const credential = z.strictObject({
  accessKeyId: z.string().min(1),
  secretKey: z.string().min(1),
  /** When given, calls must bring exactly this X-Security-Token. */
  securityToken: z.string().min(1).optional(),
  /** The only operations that it may call; every one where none are named. */
  actions: z.array(z.enum(OPERATIONS)).optional(),
});

/** A practice credential. Its secret is no secret, and is treated as one all the same. */
export type Credential = z.output<typeof credential>;

const zoneList = z.array(z.string().min(1)).min(1);

const instance = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'),
    name: z.string().optional(),
    region: z.string().optional(),
    class: z.enum(['PrimarySecondary', 'Standalone']).default('PrimarySecondary'),
    status: z.string().min(1).default('Running'),
    statusUntil: instant.optional(),
    shards: z.int().min(1).max(256).optional(),
    /** The zone of each node, the first primary's first; or one such list for each shard. */
    zones: z.union([zoneList, z.array(zoneList).min(1).max(256)], {
      error: 'must be a list with the zone of each node, or one such list for each shard',
    }),
    tags: z.record(z.string(), z.string()).default({}),
    engine: z.string().default('7.0'),
    maintenance: z
      .string()
      .regex(/^\d\d:\d\d-\d\d:\d\d$/, 'must look like 02:00-03:59')
      .default('02:00-03:59'),
  })
  .transform(({ zones, shards = 1, name, ...rest }) => ({
    ...rest,
    name: name ?? rest.id,
    zones: zonesByShard(zones, shards),
  }));

const plannedEvent = z.strictObject({
  id: z.string().min(1),
  instance: z.string().min(1),
  type: z.string().default('Maintenance'),
  action: z.string().default('NodeMaintenance'),
  from: instant,
  to: instant,
  status: z
    .enum(['Initiated', 'Waiting', 'Running', 'Success', 'Failed', 'Canceled', 'Abandoned'])
    .optional(),
});

/** The form of a seed file. Every field has a default but `instances`; what its parts say of each other is checked in `seed-consistency.ts`. */
export const seedSchema = z
  .strictObject({
    region: z.string().default('cn-beijing'),
    credentials: z.array(credential).default([]),
    instances: z.array(instance).min(1),
    timings: z
      .strictObject({
        statusAfter: duration.prefault('1s'),
        swapAfter: duration.prefault('5s'),
        shardStagger: duration.prefault('0s'),
        change: duration.prefault('12s'),
      })
      .prefault({}),
    tokens: z.strictObject({ life: duration.prefault('24h') }).prefault({}),
    signature: z
      .strictObject({
        /** The life of a signature without X-Expires (vendor page 6767/113576: 900 s). */
        life: duration.prefault('900s'),
        /** How far ahead of the endpoint's clock a signature may be. */
        future: duration.prefault('15m'),
        xExpires: z.enum(['honoured', 'ignored']).default('honoured'),
      })
      .prefault({}),
    /** Operations that not every region has. */
    operations: z
      .strictObject({ tasks: z.boolean().default(true), plannedEvents: z.boolean().default(true) })
      .prefault({}),
    plannedEvents: z.array(plannedEvent).default([]),
    faults: z.array(faultSchema).default([]),
  })
  .transform((seed) => ({
    ...seed,
    instances: seed.instances.map((each): InstanceSeed => ({ ...each, region: each.region ?? seed.region })),
  }));

export type SeedInput = z.input<typeof seedSchema>;
/** A seed with its defaults filled in, durations in milliseconds, instants as such. */
export type Seed = z.output<typeof seedSchema>;

function zonesByShard(zones: string[] | string[][], shards: number): string[][] {
  const lists = zones.filter((each) => Array.isArray(each));
  if (lists.length > 0) return lists;
  const nodes = zones.filter((each) => typeof each === 'string');
  return Array.from({ length: shards }, () => nodes);
}
