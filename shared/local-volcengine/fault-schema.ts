import * as z from 'zod';
import { duration, instant } from './duration.ts';
import { OPERATIONS } from './operations.ts';

/** Which calls a fault meets: those of an action, of one instance or of any, a number of times, the first few left alone. */
const calls = {
  action: z.enum(OPERATIONS).default('SwitchOver'),
  instance: z.string().optional(),
  times: z.int().min(1).default(1),
  skip: z.int().min(0).default(0),
};

/** Which SwitchOvers, once they execute, go wrong. */
const executions = { instance: z.string().optional(), times: calls.times, skip: calls.skip };

/** When something happens by itself: at an instant, or so long after the fault was armed. */
const moment = { at: instant.optional(), after: duration.optional() };

/** Faults in the answer to a call. At most one of them meets a call. */
const answerFaults = [
  /** FlowLimitExceeded, HTTP 429; nothing is executed. */
  z.strictObject({ fault: z.literal('throttle'), ...calls, retryAfterSeconds: z.int().min(0).optional() }),
  /** HTTP 5xx, before or after executing. */
  z.strictObject({
    fault: z.literal('server-error'),
    ...calls,
    status: z.literal([500, 502, 503, 504]).default(500),
    executes: z.boolean().default(false),
  }),
  /** Redis's own InternalError, HTTP 400, after executing. */
  z.strictObject({ fault: z.literal('internal-error'), ...calls, executes: z.boolean().default(true) }),
  /** Never answers. */
  z.strictObject({ fault: z.literal('hang'), ...calls, executes: z.boolean().default(false) }),
  /** Executes, then the connection breaks. */
  z.strictObject({ fault: z.literal('lose-answer'), ...calls }),
  /** Executes, then sends half of the answer under its own status. */
  z.strictObject({ fault: z.literal('garble-answer'), ...calls }),
  /** Executes and keeps the answer until it is released, or so long. */
  z.strictObject({ fault: z.literal('hold-answer'), ...calls, for: duration.optional() }),
  /** Never answers, and executes so long after the call arrived, if its signature still lives then. */
  z.strictObject({ fault: z.literal('execute-late'), ...calls, after: duration }),
  /** DescribeDBInstanceShards shows two primaries in each shard, or none. */
  z.strictObject({
    fault: z.literal('contradictory-roles'),
    ...calls,
    action: z.literal('DescribeDBInstanceShards').default('DescribeDBInstanceShards'),
    primaries: z.literal([0, 2]).default(2),
  }),
] as const;

/** Faults in the execution of a SwitchOver. At most one of them meets an execution. */
const executionFaults = [
  /** Shows PrimaryChanging for ever, or so long. */
  z.strictObject({
    fault: z.literal('stay-changing'),
    ...executions,
    for: duration.optional(),
    swaps: z.boolean().default(true),
  }),
  /** These shards (all, when none is named) do not swap; afterwards the status is this one. */
  z.strictObject({
    fault: z.literal('fail-shards'),
    ...executions,
    shards: z.array(z.int().min(0)).optional(),
    endsAs: z.enum(['Running', 'TaskFailed']).default('Running'),
  }),
  /** Says yes and does nothing. */
  z.strictObject({ fault: z.literal('accept-without-executing'), ...executions }),
] as const;

/** Faults of the gateway: for these calls X-Expires counts for nothing, or no signature ever expires. */
const gatewayFaults = [
  z.strictObject({ fault: z.literal('ignore-x-expires'), ...calls }),
  z.strictObject({ fault: z.literal('ignore-expiry'), ...calls }),
] as const;

/** What happens by itself, once. */
const worldFaults = [
  /** A secondary of each of these shards (all, when none is named) becomes primary, unasked. */
  z.strictObject({
    fault: z.literal('failover'),
    instance: z.string(),
    shards: z.array(z.int().min(0)).optional(),
    ...moment,
    /** How long PrimaryChanging shows. */
    shows: duration.default(0),
  }),
  /** The memory of ClientTokens is lost. */
  z.strictObject({ fault: z.literal('forget-tokens'), ...moment }),
] as const;

const FAULTS = [...answerFaults, ...executionFaults, ...gatewayFaults, ...worldFaults] as const;

/** One fault, as a seed or the control plane names it. */
export const faultSchema = z.discriminatedUnion('fault', FAULTS);

/** A fault with its defaults left out. */
export type FaultInput = z.input<typeof faultSchema>;
/** A fault with its defaults filled in, durations in milliseconds. */
export type Fault = z.output<typeof faultSchema>;
export type AnswerFault = z.output<(typeof answerFaults)[number]>;
export type ExecutionFault = z.output<(typeof executionFaults)[number]>;
export type GatewayFault = z.output<(typeof gatewayFaults)[number]>;
export type WorldFault = z.output<(typeof worldFaults)[number]>;
