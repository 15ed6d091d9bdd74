import * as z from 'zod';

/*
 * The bodies of the operations, field by field as documented. Fields that the endpoint has no use for are let through
 * unread. Page sizes and token length: vendor's parameter descriptions; SwitchOver: vendor page 6293/1148755.
 */

const paging = (largest: number) => ({
  PageNumber: z.int().min(1),
  PageSize: z.int().min(1).max(largest),
});

/** At most 50 shards in one call (vendor page 6293/1148755). */
export const LARGEST_BATCH = 50;

export const switchOverRequest = z.object({
  InstanceId: z.string().min(1),
  TargetPrimaryNodeIds: z.array(z.string().min(1)).optional(),
  TargetPrimaryNodeId: z.string().optional(),
  ClientToken: z
    .string()
    .regex(/^[\x20-\x7e]{1,127}$/, 'must be 1 to 127 ASCII characters')
    .optional(),
});
export type SwitchOverRequest = z.output<typeof switchOverRequest>;

export const instancesRequest = z.object({
  RegionId: z.string().optional(),
  InstanceId: z.string().optional(),
  InstanceName: z.string().optional(),
  Status: z.string().optional(),
  PageNumber: z.int().min(1).default(1),
  PageSize: z.int().min(1).max(1000).default(10),
});

export const detailRequest = z.object({ InstanceId: z.string().min(1) });

export const shardsRequest = z.object({ InstanceId: z.string().min(1), ...paging(100) });

export const tasksRequest = z.object({
  InstanceId: z.string().optional(),
  TaskId: z.string().optional(),
  CreationStartTime: z.iso.datetime().optional(),
  CreationEndTime: z.iso.datetime().optional(),
  ...paging(1000),
});

export const plannedEventsRequest = z.object({
  InstanceId: z.string().optional(),
  MinStartTime: z.iso.datetime().optional(),
  MaxStartTime: z.iso.datetime().optional(),
  ...paging(1000),
});

/** The instance that a body names, if it names one; for matching faults before the body is checked. */
export function instanceNamedBy(body: unknown): string | undefined {
  return naming.safeParse(body).data?.InstanceId;
}
const naming = z.object({ InstanceId: z.string() });
