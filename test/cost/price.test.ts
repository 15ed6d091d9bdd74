import { expect, it } from 'vitest';
import { type Billed, priceOf } from './price.ts';

const NOTHING: Billed = {
  stateTransitions: 0,
  lambdaRequests: 0,
  lambdaGigabyteSeconds: 0,
  writeUnits: 0,
  readUnits: 0,
  secretReads: 0,
  busEvents: 0,
  scheduledCalls: 0,
  queueRequests: 0,
  logBytes: 0,
  traces: 0,
};

it.each<[keyof Billed, number, number]>([
  ['stateTransitions', 1_000, 0.025],
  ['lambdaRequests', 1e6, 0.2],
  ['lambdaGigabyteSeconds', 1e6, 13.3334],
  ['writeUnits', 1e6, 0.625],
  ['readUnits', 1e6, 0.125],
  ['secretReads', 10_000, 0.05],
  ['busEvents', 1e6, 1],
  ['scheduledCalls', 1e6, 1],
  ['queueRequests', 1e6, 0.4],
  ['logBytes', 2 ** 30, 0.5],
  ['traces', 1e6, 5],
])('%s: %i cost $%d', (what, amount, dollars) => {
  expect(priceOf({ ...NOTHING, [what]: amount }).total).toBeCloseTo(dollars, 9);
});
