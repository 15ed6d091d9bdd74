import type { FunctionName } from '../../infra/function-names.ts';
import { MEGABYTES_OF_A_GIGABYTE } from './prices.ts';

/**
 * Loading a built bundle in a fresh Node 24: processor time, in milliseconds of one whole core, the least of seven, rounded
 * up. Measured once and kept, so that the table does not change with the load of the machine that prints it.
 *
 * Lambda loads with a whole core whatever memory a function has, and bills that time since August 2025; both were measured
 * on the live service by others (bitesizedserverless.com/bite/lambda-cold-start-bootstrap).
 */
export const LOADING: Readonly<Record<FunctionName, number>> = {
  'check-window': 210,
  'switch-over': 200,
  'poll-status': 230,
  'record-outcome': 160,
  due: 200,
  settle: 180,
  api: 190,
};

/** What one call computes, in milliseconds of one whole core. */
interface Computing {
  /** The first of an environment: it makes the clients, opens the connections, and runs code for the first time. */
  readonly first: number;
  /** The mean of those after it. */
  readonly warm: number;
}

/**
 * Processor time of a call of the built bundles on Node 24, by `npm run conformance` on 2026-11-28: due and settle in the
 * 120 idle minutes that an environment is taken to live, the steps in 30 runs one after another; the middle of five
 * measurements, rounded up, on a machine with two cores that others used too. AWS and the vendor are spoken to over TLS.
 */
export const COMPUTING: Readonly<Record<Exclude<FunctionName, 'api'>, Computing>> = {
  'check-window': { first: 232, warm: 41 },
  'switch-over': { first: 409, warm: 79 },
  'poll-status': { first: 250, warm: 39 },
  'record-outcome': { first: 236, warm: 40 },
  due: { first: 160, warm: 13 },
  settle: { first: 179, warm: 10 },
};

/** Memory with which a function has one whole core; with less it has so much less of it (Lambda Developer Guide, configuration-memory). */
const MEGABYTES_OF_A_CORE = 1_769;

/** How long a computation takes by the clock, in a function with so much memory. */
export const computed = (processorMilliseconds: number, megabytes: number): number =>
  (processorMilliseconds * MEGABYTES_OF_A_CORE) / megabytes;

/** Assumed, because no account can be reached: how long an answer is waited for, in milliseconds. On the high side. */
export const WAITING = { storeCall: 10, vendorCall: 200 } as const;

/** An environment is renewed every few hours (Lambda Developer Guide, lambda-runtime-environment); assumed: every two. */
export const RENEWALS_A_DAY = 12;

/** What a time by the clock is billed as: a function that waits pays for its memory all the same. */
export const gigabyteSeconds = (milliseconds: number, megabytes: number): number =>
  (milliseconds / 1_000) * (megabytes / MEGABYTES_OF_A_GIGABYTE);
