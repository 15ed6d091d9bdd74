import * as z from 'zod';
import type { Page } from './paging.ts';
import type { Instance, InstancePage, Node, PlannedEvent, Shard, Task } from './redis.ts';
import { vendorTime } from './vendor-time.ts';

/**
 * The `Result` of each operation, parsed into the promise's own nouns.
 *
 * Identifiers and totals must be there. Unknown fields are dropped, unknown enum values kept; `null` is an empty list or text,
 * as Go's encoder writes it. Sources: the official Go SDK's `service/redis` and the vendor's API pages, version 2020-12-07.
 */
const id = z.string().min(1);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const count = z.int().nonnegative();
const time = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? vendorTime(value) : undefined));

function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

const tags = listOf(z.object({ Key: z.string(), Value: text })).transform(
  (pairs): Record<string, string> => Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value])),
);

/** One instance, of DescribeDBInstanceDetail and of DescribeDBInstances. `inRegion` fills in a region that is left out. */
export const instanceRecord = z
  .object({
    InstanceId: id,
    InstanceName: text,
    Status: text,
    InstanceClass: text,
    RegionId: text,
    ZoneIds: listOf(z.string()),
    ShardNumber: count.nullish(),
    MaintenanceTime: text,
    BlueGreenRole: text,
    Tags: tags,
  })
  .transform(
    (raw): Instance => ({
      instanceId: raw.InstanceId,
      name: raw.InstanceName,
      status: raw.Status,
      instanceClass: raw.InstanceClass,
      region: raw.RegionId,
      zones: raw.ZoneIds,
      shardCount: raw.ShardNumber ?? 0,
      ...(raw.MaintenanceTime ? { maintenanceTime: raw.MaintenanceTime } : {}),
      ...(raw.BlueGreenRole ? { blueGreenRole: raw.BlueGreenRole } : {}),
      tags: raw.Tags,
    }),
  );

export const instancePage = z
  .object({ TotalInstancesNum: count, Instances: listOf(instanceRecord) })
  .transform((raw): InstancePage => ({ total: raw.TotalInstancesNum, instances: raw.Instances }));

/** A region that the answer leaves out is the one that was asked. */
export const inRegion = (instance: Instance, region: string): Instance =>
  instance.region === '' ? { ...instance, region } : instance;

const node = z
  .object({ NodeId: id, CurrentRole: text, Status: text, ZoneId: text })
  .transform(
    (raw): Node => ({ nodeId: raw.NodeId, role: raw.CurrentRole, status: raw.Status, zone: raw.ZoneId }),
  );

const shard = z
  .object({ ShardId: id, ServerNodes: listOf(node) })
  .transform((raw): Shard => ({ shardId: raw.ShardId, nodes: raw.ServerNodes }));

export const shardPage = z
  .object({ Total: count, InstanceShards: listOf(shard) })
  .transform((raw): Page<Shard> => ({ total: raw.Total, items: raw.InstanceShards }));

/** A task as it came: its instance where the answer names one, its creation where that can be read. */
export interface RawTask extends Omit<Task, 'createdAt'> {
  readonly createdAt?: number;
  readonly instanceId: string;
}

const task = z
  .object({
    TaskId: id,
    TaskName: text,
    TaskAction: text,
    TaskStatus: text,
    TaskParams: text,
    CreateTime: time,
    FinishTime: time,
    InstanceInfo: z.object({ InstanceID: text }).nullish(),
  })
  .transform(
    (raw): RawTask => ({
      taskId: raw.TaskId,
      name: raw.TaskName,
      action: raw.TaskAction,
      status: raw.TaskStatus,
      parameters: raw.TaskParams,
      instanceId: raw.InstanceInfo?.InstanceID ?? '',
      ...(raw.CreateTime === undefined ? {} : { createdAt: raw.CreateTime }),
      ...(raw.FinishTime === undefined ? {} : { finishedAt: raw.FinishTime }),
    }),
  );

export const taskPage = z
  .object({ Total: count, Tasks: listOf(task) })
  .transform((raw): Page<RawTask> => ({ total: raw.Total, items: raw.Tasks }));

/** A planned event with the instance that the answer names, because the request's filter is fuzzy. */
export interface RawPlannedEvent extends PlannedEvent {
  readonly instanceId: string;
}

const plannedEvent = z
  .object({
    EventId: id,
    InstanceId: text,
    Action: text,
    Status: text,
    PlanStartTime: time,
    PlanEndTime: time,
  })
  .transform(
    (raw): RawPlannedEvent => ({
      eventId: raw.EventId,
      instanceId: raw.InstanceId,
      action: raw.Action,
      status: raw.Status,
      ...(raw.PlanStartTime === undefined ? {} : { startsAt: raw.PlanStartTime }),
      ...(raw.PlanEndTime === undefined ? {} : { endsAt: raw.PlanEndTime }),
    }),
  );

export const plannedEventPage = z
  .object({ Total: count, PlannedEvents: listOf(plannedEvent) })
  .transform((raw): Page<RawPlannedEvent> => ({ total: raw.Total, items: raw.PlannedEvents }));
