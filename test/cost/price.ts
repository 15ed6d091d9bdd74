import { GIGABYTE, PRICES } from './prices.ts';

/** What the bill counts. Fractions are fine: a month is a mean. */
export interface Billed {
  readonly stateTransitions: number;
  readonly lambdaRequests: number;
  readonly lambdaGigabyteSeconds: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly secretReads: number;
  readonly busEvents: number;
  readonly scheduledCalls: number;
  readonly queueRequests: number;
  readonly logBytes: number;
  readonly traces: number;
}

/** Dollars, by what they are paid for. */
export interface Priced {
  readonly workflow: number;
  readonly functions: number;
  readonly records: number;
  readonly secrets: number;
  readonly triggers: number;
  readonly logs: number;
  readonly traces: number;
  readonly total: number;
}

/** What is billed, at the list prices. */
export function priceOf(billed: Billed): Priced {
  const parts = {
    workflow: billed.stateTransitions * PRICES.stateTransition,
    functions:
      billed.lambdaRequests * PRICES.lambdaRequest +
      billed.lambdaGigabyteSeconds * PRICES.lambdaGigabyteSecond,
    records: billed.writeUnits * PRICES.dynamoWriteUnit + billed.readUnits * PRICES.dynamoReadUnit,
    secrets: billed.secretReads * PRICES.secretRead,
    triggers:
      billed.busEvents * PRICES.busEvent +
      billed.scheduledCalls * PRICES.scheduledCall +
      billed.queueRequests * PRICES.queueRequest,
    logs: (billed.logBytes / GIGABYTE) * PRICES.logGigabyte,
    traces: billed.traces * PRICES.trace,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
