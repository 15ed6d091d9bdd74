import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withBlocks } from '../../docs/generate/blocks.ts';
import { fenced } from '../../docs/generate/markdown.ts';
import { type Costs, countCosts, renderCosts } from './cost.ts';
import { DAYS_OF_A_MONTH, playIdleMonth } from './idle-month.ts';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cost.md'), 'utf8');

let costs: Costs;
beforeAll(async () => {
  costs = await countCosts(DAYS_OF_A_MONTH);
}, 180_000);

describe('what a run is billed for', () => {
  it('is at most 6 states and 40 write units where nothing is in the way', () => {
    expect(costs.happy.billed.stateTransitions).toBeLessThanOrEqual(6);
    expect(costs.happy.billed.writeUnits).toBeLessThanOrEqual(40);
  });

  it('is at most three hundredths of a cent where the functions are warm', () => {
    expect(costs.happyWarm.price.total).toBeLessThanOrEqual(0.0003);
  });

  it('is said to be over its budget where a cold run is', () => {
    const dearer = { ...costs.happy, price: { ...costs.happy.price, total: 0.000301 } };
    const cheaper = { ...costs.happy, price: { ...costs.happy.price, total: 0.000299 } };

    expect(renderCosts({ ...costs, happy: dearer })).toContain('$0.000301 cold, over the $0.0003 asked');
    expect(renderCosts({ ...costs, happy: cheaper })).toContain('every budget kept');
  });

  it('is no state at all where due skips it', () => {
    const skipped = costs.runs.find(({ name }) => name === 'skipped');

    expect(skipped?.billed).toMatchObject({ stateTransitions: 0, lambdaRequests: 0, busEvents: 1 });
  });

  it('is 51 states in the naive design', () => {
    expect(costs.naive.billed.stateTransitions).toBe(51);
  });
});

describe('a month in which nothing is due', () => {
  it('costs at most a quarter of a dollar', () => {
    expect(costs.idle.price.total).toBeLessThanOrEqual(0.25);
  });

  it('is each of its days so many times', async () => {
    expect(await playIdleMonth(2)).toEqual(await playIdleMonth(1));
  });
});

it('docs/cost.md shows the counts of today (else: npm run docs)', () => {
  expect(costs.broken).toEqual([]);
  expect(PAGE).toBe(withBlocks(PAGE, { cost: fenced('text', renderCosts(costs)) }));
});
