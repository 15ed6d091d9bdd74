import { expect, it } from 'vitest';
import { freshnessGate } from '../../../shared/switchover/gates/freshness.ts';

const trigger = { startAt: 1_000, graceMilliseconds: 100 };

it.each([
  ['an instant to come: not yet', { now: 999, trigger, windowless: true }, 'not yet', 'BEFORE_START'],
  ['at its instant', { now: 1_000, trigger, windowless: true }, 'yes', 'FRESH'],
  ['late within the grace', { now: 1_100, trigger, windowless: true }, 'yes', 'FRESH'],
  ['later than the grace', { now: 1_101, trigger, windowless: true }, 'no', 'START_IS_STALE'],
  ['late inside a window, which is a start', { now: 9_999, trigger }, 'yes', 'FRESH'],
  ['without an instant of its own', { now: 9_999, trigger: {}, windowless: true }, 'yes', 'FRESH'],
  ['without a grace', { now: 9_999, trigger: { startAt: 1_000 }, windowless: true }, 'yes', 'FRESH'],
])('%s', (_, facts, answer, code) => {
  expect(freshnessGate(facts)).toMatchObject({ answer, decision: { code } });
});

it('says until when it waits, and by how much a stale start is late', () => {
  expect(freshnessGate({ now: 400, trigger })).toMatchObject({
    reason: 'WINDOW',
    untilAt: 1_000,
    decision: { data: { startAt: 1_000, waitMilliseconds: 600 } },
  });
  expect(freshnessGate({ now: 1_500, trigger, windowless: true })).toMatchObject({
    reason: 'STALE',
    decision: { data: { lateMilliseconds: 500, graceMilliseconds: 100 } },
  });
});
