import type { z } from 'zod';
import type { Instant } from '../time/clock.ts';
import { hasEnded, type RoleChange } from './changes.ts';
import type { Instance } from './instance.ts';
import { page } from './page.ts';
import type { tasksRequest } from './requests.ts';
import { toVendorTime } from './vendor-time.ts';

/** A SwitchOver that was executed, as the vendor's task list knows it. */
interface SwitchOverTask {
  readonly instance: Instance;
  readonly change: RoleChange;
  readonly nodeIds: readonly string[];
  readonly clientToken: string | undefined;
}

/** The tasks, oldest first, with the id that each was given. */
export interface TaskLedger {
  open(task: SwitchOverTask): void;
  describe(request: z.output<typeof tasksRequest>, region: string, at: Instant): Record<string, unknown>;
}

/**
 * DescribeTasks over the executed SwitchOvers, newest first.
 *
 * Assumption: the vendor publishes neither the name and action of a switchover's task nor the form of its parameters;
 * both are `SwitchOver`, and the parameters are the request as JSON.
 */
export function makeTaskLedger(): TaskLedger {
  const tasks: { readonly taskId: string; readonly task: SwitchOverTask }[] = [];
  return {
    open(task) {
      const number = String(tasks.length + 1).padStart(6, '0');
      tasks.push({ taskId: `task-${task.instance.id}-${number}`, task });
    },
    describe(request, region, at) {
      const rows = tasks
        .filter(({ task }) => task.instance.region === region && isWanted(task, request))
        .filter(({ taskId }) => request.TaskId === undefined || request.TaskId === taskId)
        .toReversed();
      const shown = page(rows, request.PageNumber, request.PageSize);
      return { Total: rows.length, Tasks: shown.map(({ taskId, task }) => describeTask(taskId, task, at)) };
    },
  };
}

function isWanted(task: SwitchOverTask, request: z.output<typeof tasksRequest>): boolean {
  const createdAt = task.change.acceptedAt;
  return (
    (request.InstanceId === undefined || request.InstanceId === task.instance.id) &&
    (request.CreationStartTime === undefined || createdAt >= Date.parse(request.CreationStartTime)) &&
    (request.CreationEndTime === undefined || createdAt <= Date.parse(request.CreationEndTime))
  );
}

function describeTask(
  taskId: string,
  { instance, change, nodeIds, clientToken }: SwitchOverTask,
  at: Instant,
) {
  const status = taskStatus(change, at);
  const finishedAt = hasEnded(change, at) ? change.endsAt : undefined;
  return {
    TaskId: taskId,
    TaskName: 'SwitchOver',
    TaskAction: 'SwitchOver',
    TaskDesc: `Switch ${nodeIds.length} shards of ${instance.id} over`,
    TaskParams: JSON.stringify({
      InstanceId: instance.id,
      TargetPrimaryNodeIds: nodeIds,
      ...(clientToken === undefined ? {} : { ClientToken: clientToken }),
    }),
    TaskStatus: status,
    Progress: progress(change, nodeIds.length, at),
    CreateTime: toVendorTime(change.acceptedAt),
    StartTime: change.shownAt <= at ? toVendorTime(change.shownAt) : '',
    FinishTime: finishedAt === undefined ? '' : toVendorTime(finishedAt),
    CostTimeMS: (finishedAt ?? at) - change.acceptedAt,
    InstanceName: instance.name,
    InstanceInfo: {
      InstanceID: instance.id,
      InstanceName: instance.name,
      EngineVersion: instance.engine,
      ShardNumber: instance.shards.length,
      ZoneIds: instance.zones,
    },
  };
}

function taskStatus(change: RoleChange, at: Instant): string {
  if (hasEnded(change, at)) return change.failedShards.length > 0 ? 'Failed' : 'Success';
  return change.shownAt <= at ? 'Running' : 'Waiting';
}

/** Whole per cent of the shards that have swapped. */
function progress(change: RoleChange, asked: number, at: Instant): number {
  const swapped = change.swaps.filter((swap) => swap.at <= at).length;
  return Math.floor((100 * swapped) / asked);
}
