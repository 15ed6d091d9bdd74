import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES, REASONS } from '../../shared/switchover/codes.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import type { Evidence, Judgement, Ruling } from '../../shared/switchover/evidence.ts';
import type { Look } from '../../shared/switchover/looks.ts';
import { batchIsProven, judge, TABLE_A } from '../../shared/switchover/outcome.ts';
import { proofOf, type Send, type SendAnswer } from '../../shared/switchover/sends.ts';
import { sightOf } from '../../shared/switchover/sight.ts';
import { anyEvidence, evidenceOf, lookAt, sendOf, unreadableAt } from './evidences.ts';

const OBSERVE: Ruling = { keepObserving: true };
const ruling = (outcome: string, reason: string, change: Partial<Judgement> = {}) => ({
  outcome,
  reason,
  desired: undefined,
  attributed: undefined,
  hold: false,
  ...change,
});
const sends = (...answers: SendAnswer[]): Send[] =>
  answers.map((answer, index) => sendOf({ answer, attempt: index + 1 }));

/** The deadline of these sends is 635; an ambiguous one can land until 35. */
const twice = (all: Parameters<typeof lookAt>[1], from: number): Look[] => [
  lookAt(from, all),
  lookAt(from + 30, all),
];

describe('table A, one batch', () => {
  it.each<[string, Send[], Look[], Partial<Evidence>, object]>([
    [
      'accepted, on target twice',
      sends('accepted'),
      twice('on target', 10),
      {},
      ruling('SUCCEEDED', 'PROVEN', { desired: 'yes', attributed: 'yes' }),
    ],
    [
      'accepted after a throttle',
      sends('throttled', 'accepted'),
      twice('on target', 10),
      {},
      ruling('SUCCEEDED', 'PROVEN', { desired: 'yes', attributed: 'yes' }),
    ],
    [
      'all refused, on target twice',
      sends('refused'),
      twice('on target', 10),
      {},
      ruling('SUCCEEDED', 'PROVEN', { desired: 'yes', attributed: 'no' }),
    ],
    [
      'ambiguous, on target twice, nothing can land',
      sends('ambiguous'),
      twice('on target', 10),
      {},
      ruling('SUCCEEDED', 'PROVEN', { desired: 'yes', attributed: 'no' }),
    ],
    [
      'ambiguous with a task of ours',
      sends('ambiguous'),
      twice('on target', 10),
      { taskOfOurs: true },
      ruling('SUCCEEDED', 'PROVEN', { desired: 'yes', attributed: 'yes' }),
    ],
    [
      'a claimed send without answer is ambiguous',
      sends('none'),
      twice('on target', 10),
      {},
      ruling('SUCCEEDED', 'PROVEN', { desired: 'yes', attributed: 'no' }),
    ],
    [
      'an ambiguity, then a refusal: still ambiguous',
      sends('ambiguous', 'refused'),
      twice('on target', 10),
      {},
      ruling('SUCCEEDED', 'PROVEN', { desired: 'yes', attributed: 'no' }),
    ],
    [
      'ambiguous, on target twice, but something can land',
      sends('ambiguous'),
      twice('on target', 0),
      {},
      OBSERVE,
    ],
    ['accepted, on target once', sends('accepted'), [lookAt(10, 'on target')], {}, OBSERVE],
    [
      'accepted, on target once, past the deadline',
      sends('accepted'),
      [lookAt(700, 'on target')],
      {},
      OBSERVE,
    ],
    [
      'accepted, on target, not Running',
      sends('accepted'),
      [lookAt(10, 'on target', 'PrimaryChanging')],
      {},
      OBSERVE,
    ],
    ['accepted, Running but unchanged', sends('accepted'), twice('unchanged', 10), {}, OBSERVE],
    ['accepted, changing', sends('accepted'), twice('changing', 10), {}, OBSERVE],
    ['ambiguous, unchanged', sends('ambiguous'), twice('unchanged', 600), {}, OBSERVE],
    ['accepted, unreadable', sends('accepted'), [unreadableAt(10)], {}, OBSERVE],
    ['accepted, never looked at, past the deadline', sends('accepted'), [], { now: 9_999 }, OBSERVE],
    [
      'accepted, not looked at since the deadline',
      sends('accepted'),
      twice('unchanged', 600),
      { now: 9_999 },
      OBSERVE,
    ],
    [
      'accepted, unchanged twice past the deadline',
      sends('accepted'),
      twice('unchanged', 636),
      {},
      ruling('FAILED', 'NOT_SWITCHED', { desired: 'no' }),
    ],
    [
      'accepted, unchanged once past the deadline',
      sends('accepted'),
      [lookAt(636, 'unchanged')],
      {},
      OBSERVE,
    ],
    [
      'ambiguous, unchanged twice past the deadline',
      sends('ambiguous'),
      twice('unchanged', 636),
      {},
      ruling('UNKNOWN', 'NO_EVIDENCE', { hold: true }),
    ],
    [
      'no answer, unchanged twice past the deadline',
      sends('none'),
      twice('unchanged', 636),
      {},
      ruling('UNKNOWN', 'NO_EVIDENCE', { hold: true }),
    ],
    [
      'PrimaryChanging past the deadline',
      sends('accepted'),
      [lookAt(636, 'changing', 'PrimaryChanging')],
      {},
      ruling('UNKNOWN', 'NOT_SETTLED', { hold: true }),
    ],
    [
      'on target but not Running past the deadline',
      sends('accepted'),
      [lookAt(636, 'on target', 'TaskFailed')],
      {},
      ruling('UNKNOWN', 'NOT_SETTLED', { hold: true }),
    ],
    [
      'mixed inside the batch past the deadline',
      sends('accepted'),
      [lookAt(636, 'mixed')],
      {},
      ruling('UNKNOWN', 'NOT_SETTLED', { hold: true }),
    ],
    [
      'contradictory past the deadline',
      sends('accepted'),
      [lookAt(636, 'contradictory')],
      {},
      ruling('UNKNOWN', 'NOT_SETTLED', { hold: true }),
    ],
    [
      'refused, but changing past the deadline',
      sends('refused'),
      [lookAt(636, 'changing')],
      {},
      ruling('UNKNOWN', 'NOT_SETTLED', { hold: true }),
    ],
    [
      'unreadable past the deadline',
      sends('accepted'),
      [unreadableAt(636)],
      {},
      ruling('UNKNOWN', 'UNREADABLE', { hold: true }),
    ],
    [
      'all refused, unchanged',
      sends('refused'),
      [lookAt(1, 'unchanged')],
      {},
      ruling('FAILED', 'REFUSED', { desired: 'no' }),
    ],
    [
      'throttled, then refused, unchanged',
      sends('throttled', 'refused'),
      [lookAt(1, 'unchanged')],
      {},
      ruling('FAILED', 'REFUSED', { desired: 'no' }),
    ],
    ['all refused, not looked at', sends('refused'), [], {}, OBSERVE],
    ['throttled, attempts left', sends('throttled'), [lookAt(1, 'unchanged')], {}, OBSERVE],
    [
      'throttled, attempts used up',
      sends('throttled', 'throttled', 'throttled'),
      [lookAt(1, 'unchanged')],
      { throttledForGood: true },
      ruling('FAILED', 'THROTTLED', { desired: 'no' }),
    ],
    [
      'throttled, then the last look failed',
      sends('throttled', 'NOT_SENT'),
      [lookAt(1, 'unchanged')],
      {},
      ruling('FAILED', 'THROTTLED', { desired: 'no' }),
    ],
    [
      'throttled, but forgotten past the deadline',
      sends('throttled'),
      [lookAt(700, 'unchanged')],
      {},
      ruling('FAILED', 'THROTTLED', { desired: 'no' }),
    ],
    [
      'accepted, a third node leads',
      sends('accepted'),
      [lookAt(1, 'foreign')],
      {},
      ruling('FAILED', 'FOREIGN_CHANGE', { desired: 'no', attributed: 'no', hold: true }),
    ],
    [
      'no answer, a third node leads',
      sends('none'),
      [lookAt(1, 'foreign')],
      {},
      ruling('FAILED', 'FOREIGN_CHANGE', { desired: 'no', attributed: 'no', hold: true }),
    ],
    [
      'refused, a third node leads',
      sends('refused'),
      [lookAt(1, 'foreign')],
      {},
      ruling('FAILED', 'FOREIGN_CHANGE', { desired: 'no', attributed: 'no', hold: true }),
    ],
  ])('%s', (_, claimed, looks, change, expected) => {
    const ruled = judge(evidenceOf(claimed, looks, change));

    expect(ruled).toMatchObject(expected);
  });
});

describe('table A, nothing sent', () => {
  const frozen = decide('FROZEN', { freeze: 'Double 11', endsAt: 9 });

  it.each([
    ['FREEZE', 'SKIPPED'],
    ['STOP', 'SKIPPED'],
    ['FOREIGN', 'SKIPPED'],
    ['ALREADY_PRIMARY', 'NOTHING_TO_DO'],
    ['OBSERVE_MODE', 'OBSERVED'],
    ['DRY_RUN', 'OBSERVED'],
    ['CANCELLED', 'CANCELLED'],
  ] as const)('%s → %s', (reason, outcome) => {
    const skip = { reason, decision: frozen };

    expect(judge(evidenceOf([], [], { skip }))).toEqual({ ...ruling(outcome, reason), decision: frozen });
    expect(judge(evidenceOf(sends('NOT_SENT'), [], { skip }))).toEqual({
      ...ruling(outcome, reason),
      decision: frozen,
    });
  });

  it('says so when nobody recorded why', () => {
    expect(judge(evidenceOf([], []))).toMatchObject({
      outcome: 'SKIPPED',
      decision: { code: 'NOTHING_WAS_SENT' },
    });
  });
});

it('is not settled where the batch sent is unchanged, but a shard that was never sent has moved', () => {
  const looks = [lookAt(700, 'mixed', 'Running', 'unchanged'), lookAt(730, 'mixed', 'Running', 'unchanged')];

  expect(judge(evidenceOf(sends('accepted'), looks, { batches: 2 }))).toMatchObject(
    ruling('UNKNOWN', 'NOT_SETTLED', { hold: true }),
  );
});

describe('who did it, over several batches', () => {
  const done = { batches: 2, verified: 2 };
  const two = (one: SendAnswer, other: SendAnswer) => [
    sendOf({ batch: 1, answer: one }),
    sendOf({ batch: 2, answer: other }),
  ];

  it.each<[SendAnswer, SendAnswer, 'yes' | 'no']>([
    ['accepted', 'accepted', 'yes'],
    ['accepted', 'NOT_SENT', 'no'],
    ['accepted', 'refused', 'no'],
    ['accepted', 'ambiguous', 'no'],
  ])('%s and %s: us is %s', (one, other, attributed) => {
    expect(judge(evidenceOf(two(one, other), twice('on target', 40), done))).toMatchObject({
      outcome: 'SUCCEEDED',
      attributed,
    });
  });

  it('a batch that somebody else had moved before its send: us is no', () => {
    const sent = [sendOf({ batch: 1, answer: 'accepted' })];

    expect(judge(evidenceOf(sent, twice('on target', 40), done))).toMatchObject({ attributed: 'no' });
  });
});

describe('a batch is proven', () => {
  const seen = (batch: Parameters<typeof lookAt>[1], from: number) => [
    lookAt(from, 'mixed', 'Running', batch),
    lookAt(from + 30, 'mixed', 'Running', batch),
  ];

  it.each<[string, SendAnswer, Look[], boolean]>([
    ['accepted, on target twice', 'accepted', seen('on target', 0), true],
    ['accepted, on target once', 'accepted', seen('on target', 0).slice(0, 1), false],
    ['accepted, unchanged', 'accepted', seen('unchanged', 0), false],
    ['ambiguous, while something can land', 'ambiguous', seen('on target', 0), false],
    ['ambiguous, when nothing can', 'ambiguous', seen('on target', 10), true],
  ])('%s: %s', (_, answer, looks, proven) => {
    expect(batchIsProven(evidenceOf(sends(answer), looks, { batches: 3 }))).toBe(proven);
  });
});

describe('over any evidence', () => {
  const closedOf = (ruled: Ruling) => ('outcome' in ruled ? ruled : undefined);
  const always = (law: (evidence: Evidence, closed: Judgement | undefined) => void) =>
    fc.assert(
      fc.property(anyEvidence, (evidence) => law(evidence, closedOf(judge(evidence)))),
      { numRuns: 5_000 },
    );

  it('judges without throwing, in words that exist', () => {
    always((_, closed) => {
      if (closed === undefined) return;
      expect(OUTCOMES).toContain(closed.outcome);
      expect(REASONS).toContain(closed.reason);
    });
  });

  it('succeeds only where all roles were seen moved, Running, in two looks a settle apart', () => {
    always((evidence, closed) => {
      if (closed?.outcome !== 'SUCCEEDED') return;
      const proving = evidence.looks.filter(
        (look) => 'status' in look && look.status === 'Running' && look.all === 'on target',
      );
      const [first, last] = [proving[0]?.at ?? 0, proving.at(-1)?.at ?? 0];
      expect(last - first).toBeGreaterThanOrEqual(evidence.settle);
    });
  });

  it('says unknown only of what was sent, and skipped only of what was not', () => {
    always((evidence, closed) => {
      const left = proofOf(evidence.sends) !== 'nothing';
      if (closed?.outcome === 'UNKNOWN') expect(left).toBe(true);
      if (closed !== undefined) expect(closed.outcome === 'SKIPPED').toBe(!left);
    });
  });

  it('closes nothing without a hold while an effect can still land', () => {
    always((evidence, closed) => {
      if (closed !== undefined && !closed.hold) expect(evidence.noEffectCanLand).toBe(true);
    });
  });

  it('claims a switchover for us only with an accepted send or a task of ours', () => {
    always((evidence, closed) => {
      if (closed?.attributed !== 'yes') return;
      const accepted = evidence.sends.some((send) => send.answer === 'accepted');
      expect(accepted || evidence.taskOfOurs).toBe(true);
    });
  });

  it('holds what it cannot tell, what moved in part and what others moved', () => {
    always((_, closed) => {
      if (closed === undefined) return;
      const open = ['UNKNOWN', 'PARTIAL'].includes(closed.outcome) || closed.reason === 'FOREIGN_CHANGE';
      expect(closed.hold).toBe(open);
    });
  });

  it('always closes in the end, if the instance stays readable and at rest', () => {
    fc.assert(
      fc.property(
        anyEvidence,
        fc.constantFrom('on target' as const, 'unchanged' as const),
        (evidence, all) => {
          const later = evidence.now + 10_000;
          const looks = [lookAt(later, all), lookAt(later + 30, all)];
          const judged = judge({ ...evidence, looks, now: later + 30, noEffectCanLand: true });

          expect(judged).toHaveProperty('outcome');
        },
      ),
    );
  });

  it('uses every row of the table', () => {
    const used = new Set<string>();
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        const sight = sightOf(evidence);
        used.add(TABLE_A.find((row) => row.fits(sight))?.row ?? '');
      }),
      { numRuns: 20_000, seed: 7 },
    );

    expect([...used].toSorted()).toEqual(TABLE_A.map((row) => row.row).toSorted());
  });
});
