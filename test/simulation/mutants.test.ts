import { describe, expect, it } from 'vitest';
import { catchMutant } from './catch-mutant.ts';
import { MUTANTS } from './mutants.ts';

/** Nights in which the quick ones have to show: which of the first it is moves with every change of the I/O's order. */
const NIGHTS = 30;

/** Those that show so soon; `npm run simulate -- --all-mutants` catches every one. */
const QUICK = [
  'naive-retry',
  'token-only',
  'retry-with-the-same-token-and-target',
  'target-recomputed',
  'no-token',
  'lost-answers-are-throttled',
  'slots-are-never-given-back',
  'a-run-for-each-delivery',
  'no-audit',
  'nobody-is-told',
  'delivered-before-it-is-sent',
  'a-close-leaves-the-outbox',
  'the-signature-is-logged',
  'never-sends',
  'an-override-is-for-every-run',
];

describe('Offpeak with one guard taken away', () => {
  it('has a name of its own in each of at least 25 ways', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
  });

  it.each(QUICK)('%s is caught', async (name) => {
    const mutant = MUTANTS.find((one) => one.name === name);
    if (mutant === undefined) throw new Error(`There is no mutant '${name}'.`);
    expect(await catchMutant(mutant, 1, NIGHTS)).toBeDefined();
  });
});
