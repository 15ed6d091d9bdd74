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

/** Assumed, because no account can be reached: how long an answer is waited for, in milliseconds. On the high side. */
export const WAITING = { storeCall: 10, vendorCall: 200 } as const;

/** An environment is renewed every few hours (Lambda Developer Guide, lambda-runtime-environment); assumed: every two. */
export const RENEWALS_A_DAY = 12;

/** What a time by the clock is billed as: a function that waits pays for its memory all the same. */
export const gigabyteSeconds = (milliseconds: number, megabytes: number): number =>
  (milliseconds / 1_000) * (megabytes / MEGABYTES_OF_A_GIGABYTE);
