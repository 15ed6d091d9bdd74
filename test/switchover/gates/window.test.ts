import { describe, expect, it } from 'vitest';
import { windowGate, withoutOpening } from '../../../shared/switchover/gates/window.ts';
import { HOUR } from '../../../shared/time/clock.ts';
import { going, OPENING } from './going.ts';

const { opensAt, cutoffAt, closesAt } = OPENING;

describe('an opening', () => {
  it.each([
    ['before it opens', opensAt - 1, false, 'not yet', 'BEFORE_OPEN'],
    ['as it opens', opensAt, false, 'yes', 'WINDOW_OPEN'],
    ['just before the cutoff', cutoffAt - 1, false, 'yes', 'WINDOW_OPEN'],
    ['at the cutoff', cutoffAt, false, 'no', 'PAST_CUTOFF'],
    ['at the cutoff, for a run that goes on', cutoffAt, true, 'yes', 'WINDOW_OPEN'],
    ['just before it closes, for a run that goes on', closesAt - 1, true, 'yes', 'WINDOW_OPEN'],
    ['as it closes', closesAt, false, 'no', 'WINDOW_CLOSED'],
    ['as it closes, for a run that goes on', closesAt, true, 'no', 'WINDOW_CLOSED'],
  ])('%s', (_, now, continuing, answer, code) => {
    expect(windowGate(going({ now, continuing }))).toMatchObject({ answer, decision: { code } });
  });

  it('says when it opens and when it opens again', () => {
    expect(windowGate(going({ now: HOUR }))).toEqual({
      gate: 'window',
      answer: 'not yet',
      reason: 'WINDOW',
      untilAt: opensAt,
      decision: { code: 'BEFORE_OPEN', data: { opensAt, waitMilliseconds: HOUR } },
    });
    expect(windowGate(going({ now: cutoffAt })).decision.data).toMatchObject({ nextOpensAt: 26 * HOUR });
  });
});

describe('without an opening', () => {
  it.each([
    ['waits for the next', { opening: undefined }, 'not yet', 'BEFORE_OPEN'],
    ['has no hope without a next', { opening: undefined, nextOpensAt: undefined }, 'no', 'NEVER_OPENS'],
    [
      'says that a gap swallowed it',
      { opening: undefined, swallowedDay: '2026-03-08' },
      'no',
      'OPENING_SWALLOWED',
    ],
    [
      'needs none at an instant of its own',
      { opening: undefined, windowless: true },
      'yes',
      'NO_WINDOW_NEEDED',
    ],
  ])('%s', (_, change, answer, code) => {
    expect(windowGate(going(change))).toMatchObject({ answer, decision: { code } });
  });

  it('answers in the name of the gate that asked', () => {
    expect(withoutOpening('room', { now: 0, nextOpensAt: 7 })).toMatchObject({ gate: 'room', untilAt: 7 });
  });
});
