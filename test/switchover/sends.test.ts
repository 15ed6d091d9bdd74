import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deadlineOf,
  noEffectCanLand,
  proofOf,
  quietFrom,
  type SendAnswer,
  underWayUntil,
} from '../../shared/switchover/sends.ts';
import { ANSWERS, sendOf } from './evidences.ts';

describe('what sends prove together', () => {
  it.each<[SendAnswer[], string]>([
    [[], 'nothing'],
    [['NOT_SENT'], 'nothing'],
    [['refused'], 'not executed'],
    [['throttled', 'refused'], 'not executed'],
    [['throttled', 'NOT_SENT'], 'not executed'],
    [['throttled', 'accepted'], 'accepted'],
    [['accepted', 'refused'], 'accepted'],
    [['ambiguous', 'refused'], 'ambiguous'],
    [['none'], 'ambiguous'],
    [['accepted', 'none'], 'ambiguous'],
  ])('%j: %s', (answers, proof) => {
    expect(proofOf(answers.map((answer) => sendOf({ answer })))).toBe(proof);
  });

  it('is never cleared by a later answer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ANSWERS)), (later) => {
        const sends = ['ambiguous' as const, ...later].map((answer) => sendOf({ answer }));

        expect(proofOf(sends)).toBe('ambiguous');
      }),
    );
  });
});

describe('an effect can still land', () => {
  it.each<[SendAnswer, number, boolean]>([
    ['ambiguous', 105, false],
    ['ambiguous', 106, true],
    ['none', 105, false],
    ['none', 106, true],
    ['accepted', 0, true],
    ['refused', 0, true],
    ['throttled', 0, true],
    ['NOT_SENT', 0, true],
  ])('after %s at %i of 100 + 5: none can is %s', (answer, now, expected) => {
    expect(noEffectCanLand([sendOf({ answer, expiresAt: 100 })], now, 5)).toBe(expected);
  });

  it('while one of several can', () => {
    const sends = [sendOf({ answer: 'accepted' }), sendOf({ answer: 'none', expiresAt: 100 })];

    expect(noEffectCanLand(sends, 105, 5)).toBe(false);
    expect(noEffectCanLand([], 0, 5)).toBe(true);
  });
});

describe('time', () => {
  const limits = { giveUpAfter: 600, margin: 5, change: 100 };
  const first = sendOf({ batch: 1, claimedAt: 0, expiresAt: 900 });
  const second = sendOf({ batch: 2, claimedAt: 1_000, expiresAt: 1_030 });

  it.each([
    ['last send + giveUpAfter', [second], 1_600],
    ['last expiry + margin + change', [first], 1_005],
    ['the later over all sends', [second, first], 1_600],
    ['sends that left alone', [first, { ...second, answer: 'NOT_SENT' as const }], 1_005],
  ])('is up at: %s', (_, sends, expected) => {
    expect(deadlineOf(sends, limits)).toBe(expected);
  });

  it('is quiet from the last expiry + margin + change', () => {
    expect(quietFrom([first, second], limits)).toBe(1_135);
  });

  it('has no end where nothing left', () => {
    expect(deadlineOf([], limits)).toBeUndefined();
    expect(quietFrom([sendOf({ answer: 'NOT_SENT' })], limits)).toBeUndefined();
  });
});

describe('a held run’s own change may be under way', () => {
  const limits = { margin: 5_000, change: 600_000 };
  const until = 1_000 + 605_000;
  const of = (answer: SendAnswer) => [sendOf({ answer, expiresAt: 1_000 })];

  it.each<[SendAnswer]>([['accepted'], ['ambiguous'], ['none']])(
    'until the longest change has passed: %s',
    (answer) => {
      expect(underWayUntil('FAILED', of(answer), until, limits)).toBe(until);
      expect(underWayUntil('UNKNOWN', of(answer), until, limits)).toBe(until);
      expect(underWayUntil('FAILED', of(answer), until + 1, limits)).toBeUndefined();
    },
  );

  it.each<[SendAnswer]>([['refused'], ['throttled'], ['NOT_SENT']])(
    'never, where it has not begun: %s',
    (answer) => {
      expect(underWayUntil('FAILED', of(answer), 0, limits)).toBeUndefined();
    },
  );

  it('not in a PARTIAL, which was seen at rest, once nothing can land', () => {
    expect(underWayUntil('PARTIAL', of('accepted'), 0, limits)).toBeUndefined();
    expect(underWayUntil('PARTIAL', of('ambiguous'), 0, limits)).toBe(until);
  });
});
