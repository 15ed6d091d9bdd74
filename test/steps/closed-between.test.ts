import { describe, expect, it } from 'vitest';
import { closedBetween, monthsBetween } from '../../shared/steps/closed-between.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { DAY } from '../../shared/time/clock.ts';
import { aRun, putRun } from '../protocol/runs.ts';

const FROM = Date.UTC(2026, 11, 1, 1);
const TO = FROM + DAY;

describe('the runs that closed in a span', () => {
  it.each([
    ['at its beginning', FROM - DAY, FROM, true],
    ['before it', FROM - DAY, FROM - 1, false],
    ['right before its end', FROM + 1, TO - 1, true],
    ['at its end', FROM + 1, TO, false],
    ['accepted a week and a month before', FROM - 7 * DAY, FROM + 1, true],
    ['accepted eight days before the span', FROM - 8 * DAY, FROM + 1, true],
    ['accepted longer before it', FROM - 8 * DAY - 1, FROM + 1, false],
    ['still open', FROM, undefined, false],
  ])('%s', async (_, acceptedAt, closedAt, counts) => {
    const store = makeMemoryStore();
    const month = new Date(acceptedAt).toISOString().slice(0, 7);
    const closed = closedAt === undefined ? {} : { phase: 'CLOSED' as const, closedAt };
    await store.transact([putRun(aRun({ acceptedAt, month, ...closed }))]);
    expect((await closedBetween(store, FROM, TO)).length).toBe(counts ? 1 : 0);
  });
});

it.each([
  [Date.UTC(2026, 10, 28), Date.UTC(2026, 10, 29), ['2026-11']],
  [Date.UTC(2026, 10, 28), Date.UTC(2026, 11, 1), ['2026-11', '2026-12']],
  [Date.UTC(2026, 10, 30), Date.UTC(2027, 1, 1), ['2026-11', '2026-12', '2027-01', '2027-02']],
])('months of a span: %d to %d', (from, to, months) => {
  expect(monthsBetween(from, to)).toEqual(months);
});
