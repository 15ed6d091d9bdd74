import * as z from 'zod/mini';
import type { Page } from './paging.ts';
import type { Instance, InstancePage, Node, PlannedEvent, Shard, Task } from './redis.ts';
import { vendorTime } from './vendor-time.ts';

/**
 * The `Result` of each operation, parsed into the promise's own nouns.
 *
 * Identifiers and totals must be there. Unknown fields are dropped, unknown enum values kept; `null` is an empty list or text,
 * as Go's encoder writes it. Sources: the official Go SDK's `service/redis` and the vendor's API pages, version 2020-12-07.
 */
const id = z.string().check(z.minLength(1));
const text = read(z.nullish(z.string()), (value) => value ?? '');
const count = z.int().check(z.nonnegative());
const time = read(z.optional(z.unknown()), (value) =>
  typeof value === 'string' ? vendorTime(value) : undefined,
);

/** A schema whose value is turned into one of ours. */
function read<Form extends z.ZodMiniType, Ours>(form: Form, turn: (raw: z.output<Form>) => Ours) {
  return z.pipe(form, z.transform(turn));
}

function listOf<Item extends z.ZodMiniType>(item: Item) {
  return read(z.nullish(z.array(item)), (items): z.output<Item>[] => items ?? []);
}

const tags = read(
  listOf(z.object({ Key: z.string(), Value: text })),
  (pairs): Record<string, string> => Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value])),
);

/** One instance, of DescribeDBInstanceDetail and of DescribeDBInstances. `inRegion` fills in a region that is left out. */
export const instanceRecord = read(
  z.object({
    InstanceId: id,
    InstanceName: text,
    Status: text,
    InstanceClass: text,
    RegionId: text,
    ZoneIds: listOf(z.string()),
    ShardNumber: z.nullish(count),
    MaintenanceTime: text,
    BlueGreenRole: text,
    Tags: tags,
  }),
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

export const instancePage = read(
  z.object({ TotalInstancesNum: count, Instances: listOf(instanceRecord) }),
  (raw): InstancePage => ({ total: raw.TotalInstancesNum, instances: raw.Instances }),
);

/** A region that the answer leaves out is the one that was asked. */
export const inRegion = (instance: Instance, region: string): Instance =>
  instance.region === '' ? { ...instance, region } : instance;

const node = read(
  z.object({ NodeId: id, CurrentRole: text, Status: text, ZoneId: text }),
  (raw): Node => ({ nodeId: raw.NodeId, role: raw.CurrentRole, status: raw.Status, zone: raw.ZoneId }),
);

const shard = read(
  z.object({ ShardId: id, ServerNodes: listOf(node) }),
  (raw): Shard => ({ shardId: raw.ShardId, nodes: raw.ServerNodes }),
);

export const shardPage = read(
  z.object({ Total: count, InstanceShards: listOf(shard) }),
  (raw): Page<Shard> => ({ total: raw.Total, items: raw.InstanceShards }),
);

/** A task as it came: its instance where the answer names one, its creation where that can be read. */
export interface RawTask extends Omit<Task, 'createdAt'> {
  readonly createdAt?: number;
  readonly instanceId: string;
}

const task = read(
  z.object({
    TaskId: id,
    TaskName: text,
    TaskAction: text,
    TaskStatus: text,
    TaskParams: text,
    CreateTime: time,
    FinishTime: time,
    InstanceInfo: z.nullish(z.object({ InstanceID: text })),
  }),
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

export const taskPage = read(
  z.object({ Total: count, Tasks: listOf(task) }),
  (raw): Page<RawTask> => ({ total: raw.Total, items: raw.Tasks }),
);

/** A planned event with the instance that the answer names, because the request's filter is fuzzy. */
export interface RawPlannedEvent extends PlannedEvent {
  readonly instanceId: string;
}

const plannedEvent = read(
  z.object({
    EventId: id,
    InstanceId: text,
    Action: text,
    Status: text,
    PlanStartTime: time,
    PlanEndTime: time,
  }),
  (raw): RawPlannedEvent => ({
    eventId: raw.EventId,
    instanceId: raw.InstanceId,
    action: raw.Action,
    status: raw.Status,
    ...(raw.PlanStartTime === undefined ? {} : { startsAt: raw.PlanStartTime }),
    ...(raw.PlanEndTime === undefined ? {} : { endsAt: raw.PlanEndTime }),
  }),
);

export const plannedEventPage = read(
  z.object({ Total: count, PlannedEvents: listOf(plannedEvent) }),
  (raw): Page<RawPlannedEvent> => ({ total: raw.Total, items: raw.PlannedEvents }),
);
