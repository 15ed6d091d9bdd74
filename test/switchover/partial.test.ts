import { describe, expect, it } from 'vitest';
import { decide } from '../../shared/switchover/decisions.ts';
import type { Evidence } from '../../shared/switchover/evidence.ts';
import type { Look } from '../../shared/switchover/looks.ts';
import { judge } from '../../shared/switchover/outcome.ts';
import { partial, partOnTargetRestOver } from '../../shared/switchover/partial.ts';
import type { Overall } from '../../shared/switchover/progress.ts';
import type { SendAnswer } from '../../shared/switchover/sends.ts';
import { sightOf } from '../../shared/switchover/sight.ts';
import { evidenceOf, lookAt, sendOf, unreadableAt } from './evidences.ts';

const first = sendOf({ batch: 1, answer: 'accepted' });
const second = (...answers: SendAnswer[]) =>
  answers.map((answer, index) => sendOf({ batch: 2, attempt: index + 1, answer }));
const seen = (at: number, batch: Overall, all: Overall = 'mixed'): Look => lookAt(at, all, 'Running', batch);
const stoppedBetween = {
  gate: 'stop',
  answer: 'not yet',
  reason: 'STOP',
  decision: decide('STOPS_UNREADABLE', {}),
} as const;

/** The first of three batches is proven. */
const afterFirst = (
  sends: readonly ReturnType<typeof sendOf>[],
  looks: Look[],
  change: Partial<Evidence> = {},
) => judge(evidenceOf([first, ...sends], looks, { batches: 3, verified: 1, ...change }));

describe('some batches on target, and the rest', () => {
  it.each<[string, SendAnswer[], Look[], Partial<Evidence>, string, string]>([
    [
      'stopped before it was sent',
      [],
      [seen(40, 'on target')],
      { stoppedBetween },
      'STOPPED_BETWEEN_BATCHES',
      'STOP',
    ],
    [
      'kept back by its last look',
      ['NOT_SENT'],
      [seen(40, 'unchanged')],
      { skip: { reason: 'FREEZE', decision: decide('NOT_STOPPED', {}) } },
      'STOPPED_BETWEEN_BATCHES',
      'FREEZE',
    ],
    ['refused', ['refused'], [seen(40, 'unchanged')], {}, 'REFUSED', 'REFUSED'],
    [
      'throttled for good',
      ['throttled'],
      [seen(40, 'unchanged')],
      { throttledForGood: true },
      'THROTTLED',
      'THROTTLED',
    ],
    [
      'throttled, then stopped',
      ['throttled'],
      [seen(40, 'unchanged')],
      { stoppedBetween },
      'STOPPED_BETWEEN_BATCHES',
      'STOP',
    ],
    ['throttled, then refused', ['throttled', 'refused'], [seen(40, 'unchanged')], {}, 'REFUSED', 'REFUSED'],
    [
      'throttled, then kept back',
      ['throttled', 'NOT_SENT'],
      [seen(40, 'unchanged')],
      {},
      'THROTTLED',
      'THROTTLED',
    ],
    [
      'never sent, past the deadline',
      [],
      [seen(700, 'on target')],
      {},
      'STOPPED_BETWEEN_BATCHES',
      'STOPPED_BETWEEN_BATCHES',
    ],
    [
      'accepted, unchanged twice past the deadline',
      ['accepted'],
      [seen(700, 'unchanged'), seen(730, 'unchanged')],
      {},
      'NOT_SWITCHED',
      'NOT_SWITCHED',
    ],
  ])('%s: PARTIAL, held', (_, answers, looks, change, reason, because) => {
    expect(afterFirst(second(...answers), looks, change)).toEqual({
      outcome: 'PARTIAL',
      reason,
      desired: 'part',
      attributed: undefined,
      hold: true,
      decision: { code: 'SOME_BATCHES_ONLY', data: { verified: 1, batches: 3, because } },
    });
  });

  it.each<[string, SendAnswer[], Look[], Partial<Evidence>]>([
    ['still to be sent', [], [seen(40, 'on target')], {}],
    ['throttled, attempts left', ['throttled'], [seen(40, 'unchanged')], {}],
    ['accepted, until the deadline', ['accepted'], [seen(40, 'unchanged'), seen(70, 'unchanged')], {}],
    ['stopped, while it changes', [], [seen(40, 'changing', 'changing')], { stoppedBetween }],
    ['stopped, but unreadable', [], [unreadableAt(40)], { stoppedBetween }],
    [
      'stopped, while an effect can land',
      [],
      [seen(40, 'on target')],
      { stoppedBetween, noEffectCanLand: false },
    ],
  ])('%s: keep observing', (_, answers, looks, change) => {
    expect(afterFirst(second(...answers), looks, change)).toEqual({ keepObserving: true });
  });

  it('is UNKNOWN, not PARTIAL, where the rest may have been executed', () => {
    const looks = [seen(700, 'unchanged'), seen(730, 'unchanged')];

    expect(afterFirst(second('none'), looks)).toMatchObject({ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE' });
    expect(afterFirst(second('ambiguous', 'refused'), looks)).toMatchObject({ outcome: 'UNKNOWN' });
  });

  it('is not settled where a refused batch has moved in part', () => {
    const ruled = (at: number) => afterFirst(second('refused'), [seen(at, 'mixed')]);

    expect(ruled(40)).toEqual({ keepObserving: true });
    expect(ruled(700)).toMatchObject({ outcome: 'UNKNOWN', reason: 'NOT_SETTLED' });
  });

  it('is FAILED where somebody else moved a batch that was proven', () => {
    expect(afterFirst(second('accepted'), [seen(40, 'unchanged', 'foreign')])).toMatchObject({
      outcome: 'FAILED',
      reason: 'FOREIGN_CHANGE',
    });
  });
});

it('is no matter for a run whose batches are all proven, or none', () => {
  const fits = (verified: number) =>
    partOnTargetRestOver(
      sightOf(evidenceOf([first], [seen(700, 'on target')], { batches: 3, verified, stoppedBetween })),
    );

  expect([0, 1, 2, 3].map(fits)).toEqual([false, true, true, false]);
});

it('counts what is on target', () => {
  const sight = sightOf(
    evidenceOf([first], [seen(40, 'on target')], { batches: 7, verified: 4, stoppedBetween }),
  );

  expect(partial(sight).decision.data).toEqual({ verified: 4, batches: 7, because: 'STOP' });
});
