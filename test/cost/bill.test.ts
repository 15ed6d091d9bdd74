import { describe, expect, it } from 'vitest';
import { billOfIdleMonth, billOfRun } from './bill.ts';
import { COMPUTING, LOADING, RENEWALS_A_DAY } from './durations.ts';
import type { MemoryOf } from './memory.ts';
import { type Played, STORIES } from './stories.ts';

const NOTHING = { units: { readUnits: 0, writeUnits: 0, calls: 0 }, logBytes: 0 };

/** One call of CheckWindow, which waits for nobody. */
const PLAYED: Played = {
  ...NOTHING,
  story: STORIES.happy,
  vendor: { reads: 0, sends: 0 },
  busEvents: 0,
  history: { states: 1, retries: 0, invocations: [{ step: 'CheckWindow', milliseconds: 0 }] },
};

const allOf = (megabytes: number): MemoryOf => ({
  'check-window': megabytes,
  'switch-over': megabytes,
  'poll-status': megabytes,
  'record-outcome': megabytes,
  due: megabytes,
  settle: megabytes,
  api: megabytes,
});

/** Gigabyte-seconds of so much processor time: 1,769 MB for each second of a whole core. */
const ofCore = (milliseconds: number) => (milliseconds / 1_000) * (1_769 / 1_024);

describe('what a function computes', () => {
  it.each([128, 256, 1_769])('is billed as the core that it used, with %i MB', (megabytes) => {
    const { lambdaGigabyteSeconds } = billOfRun(PLAYED, allOf(megabytes), 'warm');

    expect(lambdaGigabyteSeconds).toBeCloseTo(ofCore(COMPUTING['check-window'].warm), 9);
  });

  it('is that of a first call where the environment is cold, after its loading', () => {
    const { lambdaGigabyteSeconds } = billOfRun(PLAYED, allOf(256), 'cold');
    const loading = (LOADING['check-window'] / 1_000) * 0.25;

    expect(lambdaGigabyteSeconds).toBeCloseTo(loading + ofCore(COMPUTING['check-window'].first), 9);
  });

  it('is billed in each call of an idle month, of which a few are first ones', () => {
    const passes = 2 * 30 * 24 * 60;
    const { lambdaGigabyteSeconds } = billOfIdleMonth({ ...NOTHING, passes }, allOf(256));
    const first = RENEWALS_A_DAY * 30;
    const loading = (first * (LOADING.due + LOADING.settle) * 0.25) / 1_000;
    const firstCalls = first * ofCore(COMPUTING.due.first + COMPUTING.settle.first);
    const warmCalls = (passes / 2 - first) * ofCore(COMPUTING.due.warm + COMPUTING.settle.warm);

    expect(lambdaGigabyteSeconds).toBeCloseTo(loading + firstCalls + warmCalls, 6);
  });
});
