import type { z } from 'zod';
import type { Instant } from '../time/clock.ts';
import { describeDetail, describeInstances } from './describe-instances.ts';
import { describeShards } from './describe-shards.ts';
import type { OperationResult } from './envelope.ts';
import type { Standing } from './fleet.ts';
import type { Operation } from './operations.ts';
import { describePlannedEvents, type PlannedEvent } from './planned-events.ts';
import {
  detailRequest,
  instancesRequest,
  plannedEventsRequest,
  shardsRequest,
  switchOverRequest,
  tasksRequest,
} from './requests.ts';
import { type SwitchOverWorld, switchOver } from './switchover.ts';

/** Everything that operations read and change. */
export interface World extends SwitchOverWorld {
  readonly plannedEvents: readonly PlannedEvent[];
}

/** One call, past the gateway. */
export interface Call {
  readonly at: Instant;
  readonly region: string;
  readonly requestId: string;
  /** The number of primaries that each shard is to show instead of one. */
  readonly contradiction?: 0 | 2;
}

type Perform = (world: World, body: unknown, call: Call) => OperationResult;

/** The operations, each behind the schema of its body: a body that does not match is a ParamError that lists every fault. */
const PERFORM: Readonly<Record<Operation, Perform>> = {
  SwitchOver: checked(switchOverRequest, switchOver),
  DescribeDBInstances: checked(instancesRequest, ({ fleet }, request, call) => ({
    result: describeInstances(fleet, request, call),
  })),
  DescribeDBInstanceDetail: checked(detailRequest, (world, request, call) =>
    withInstance(world, request.InstanceId, call, describeDetail),
  ),
  DescribeDBInstanceShards: checked(shardsRequest, (world, request, call) =>
    withInstance(world, request.InstanceId, call, (standing) =>
      describeShards(standing, request, call.contradiction),
    ),
  ),
  DescribeTasks: checked(tasksRequest, ({ tasks }, request, { region, at }) => ({
    result: tasks.describe(request, region, at),
  })),
  DescribePlannedEvents: checked(plannedEventsRequest, (world, request, call) => ({
    result: describePlannedEvents(world.plannedEvents, world.fleet, request, call),
  })),
};

/** Performs the operation at the call's instant. */
export function perform(world: World, operation: Operation, body: unknown, call: Call): OperationResult {
  return PERFORM[operation](world, body, call);
}

function checked<S extends z.ZodType>(
  schema: S,
  act: (world: World, request: z.output<S>, call: Call) => OperationResult,
): Perform {
  return (world, body, call) => {
    const request = schema.safeParse(body);
    if (request.success) return act(world, request.data, call);
    const faults = request.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    return { refusal: { code: 'ParamError', message: faults.join('; ') } };
  };
}

function withInstance(
  { fleet }: World,
  instanceId: string,
  { region, at }: Call,
  describe: (standing: Standing) => Record<string, unknown>,
): OperationResult {
  const instance = fleet.find(region, instanceId);
  if (instance === undefined) {
    return { refusal: { code: 'InstanceNotExist', message: `${instanceId} does not exist in ${region}` } };
  }
  return { result: describe(fleet.standing(instance, at)) };
}
