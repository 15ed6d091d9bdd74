import { describe, expect, it } from 'vitest';
import { OUTCOMES, REASONS } from '../../shared/switchover/codes.ts';
import { isMissed, isProven, outcomeOfNoSend, TABLE_B } from '../../shared/switchover/consequences.ts';

describe('table B', () => {
  it.each([
    ['SUCCEEDED', false, 0, 'Succeeded', 'digest', 'resets'],
    ['NOTHING_TO_DO', false, 0, 'Succeeded', 'digest', 'resets'],
    ['OBSERVED', false, 0, 'Observed', 'digest', '-'],
    ['SKIPPED', false, 3, 'Skipped', 'digest', '-'],
    ['CANCELLED', false, 3, 'Cancelled', 'digest', '-'],
    ['PARTIAL', true, 1, 'Partial', 'at once', 'counts'],
    ['FAILED', true, 1, 'Failed', 'at once', 'counts'],
    ['UNKNOWN', true, 1, 'Unknown', 'at once', 'counts'],
  ] as const)('%s', (outcome, executionFails, exitCode, event, message, stopAfter) => {
    expect(TABLE_B[outcome]).toEqual({ executionFails, exitCode, event, message, stopAfter });
  });

  it('has a row for every outcome', () => {
    expect(Object.keys(TABLE_B).toSorted()).toEqual([...OUTCOMES].toSorted());
  });
});

it('skips for every reason but the four that are no skip', () => {
  const others = REASONS.filter((reason) => outcomeOfNoSend(reason) !== 'SKIPPED');

  expect(others).toEqual(['ALREADY_PRIMARY', 'OBSERVE_MODE', 'DRY_RUN', 'CANCELLED']);
  expect(others.map(outcomeOfNoSend)).toEqual(['NOTHING_TO_DO', 'OBSERVED', 'OBSERVED', 'CANCELLED']);
});

it('misses what somebody wanted, not what somebody forbade', () => {
  const skips = REASONS.filter((reason) => outcomeOfNoSend(reason) === 'SKIPPED');

  expect(skips.filter((reason) => isMissed('SKIPPED', reason))).toEqual([
    'WINDOW',
    'STALE',
    'BUSY',
    'NOT_READY',
    'LIMIT',
    'FOREIGN',
  ]);
  expect(OUTCOMES.filter((outcome) => isMissed(outcome, 'WINDOW'))).toEqual(['SKIPPED']);
});

it('proves by a switchover, or by finding it done', () => {
  expect(OUTCOMES.filter((outcome) => isProven(outcome, 'PROVEN'))).toEqual(['SUCCEEDED']);
  expect(isProven('NOTHING_TO_DO', 'ALREADY_PRIMARY')).toBe(true);
  expect(isProven('OBSERVED', 'OBSERVE_MODE')).toBe(false);
});
