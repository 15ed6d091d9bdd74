import fc from 'fast-check';
import { decide } from '../../shared/switchover/decisions.ts';
import type { Evidence } from '../../shared/switchover/evidence.ts';
import type { Look } from '../../shared/switchover/looks.ts';
import type { Overall } from '../../shared/switchover/progress.ts';
import { deadlineOf, noEffectCanLand, type Send, type SendAnswer } from '../../shared/switchover/sends.ts';

export const ANSWERS: readonly SendAnswer[] = [
  'none',
  'accepted',
  'refused',
  'throttled',
  'ambiguous',
  'NOT_SENT',
];

export const OVERALLS: readonly Overall[] = [
  'on target',
  'unchanged',
  'mixed',
  'changing',
  'foreign',
  'contradictory',
];

export const SETTLE = 30;
export const LIMITS = { giveUpAfter: 600, margin: 5, change: 600 };

/** A send claimed at 0 whose bytes expire at 30: by `LIMITS`, nothing can land after 35 and the deadline is 635. */
export const sendOf = (change: Partial<Send> = {}): Send => ({
  batch: 1,
  attempt: 1,
  answer: 'accepted',
  claimedAt: 0,
  expiresAt: 30,
  ...change,
});

export const lookAt = (at: number, all: Overall, status = 'Running', batch: Overall = all): Look => ({
  at,
  batch,
  all,
  status,
});

export const unreadableAt = (at: number): Look => ({ at, unreadable: true });

/** Evidence of sends and looks; what follows from the sends is worked out as the steps do it. */
export function evidenceOf(
  sends: readonly Send[],
  looks: readonly Look[],
  change: Partial<Evidence> = {},
): Evidence {
  const now = change.now ?? looks.at(-1)?.at ?? 0;
  return {
    sends,
    batches: 1,
    verified: 0,
    looks,
    now,
    settle: SETTLE,
    deadline: deadlineOf(sends, LIMITS),
    noEffectCanLand: noEffectCanLand(sends, now, LIMITS.margin),
    taskOfOurs: false,
    throttledForGood: false,
    ...change,
  };
}

const anyLook: fc.Arbitrary<Look> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(unreadableAt(0)) },
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...OVERALLS),
        fc.constantFrom(...OVERALLS),
        fc.boolean(),
        fc.constantFrom('Running', 'Running', 'Running', 'PrimaryChanging', 'TaskFailed'),
      )
      .map(([all, batch, same, status]) => lookAt(0, all, status, same ? all : batch)),
  },
);

/** Looks in the order of time, often of the same sight twice. */
export const anyLooks: fc.Arbitrary<readonly Look[]> = fc
  .array(fc.tuple(anyLook, fc.nat({ max: 400 }), fc.integer({ min: 1, max: 3 })), { maxLength: 4 })
  .map((steps) => {
    let at = 0;
    return steps.flatMap(([look, gap, times]) =>
      Array.from({ length: times }, () => {
        at += gap;
        return { ...look, at };
      }),
    );
  });

const anySend = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    attempt: fc.integer({ min: 1, max: 3 }),
    answer: fc.constantFrom(...ANSWERS),
    claimedAt: fc.nat({ max: 300 }),
  })
  .map((send): Send => ({ ...send, expiresAt: send.claimedAt + 30 }));

const stopped = {
  gate: 'stop',
  answer: 'not yet',
  reason: 'STOP',
  decision: decide('STOPS_UNREADABLE', {}),
} as const;

/** Any evidence that the types allow, consistent in what follows from sends and time. */
export const anyEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    sends: fc.array(anySend, { maxLength: 4 }),
    looks: anyLooks,
    later: fc.nat({ max: 100 }),
    batches: fc.integer({ min: 1, max: 3 }),
    verified: fc.nat({ max: 3 }),
    taskOfOurs: fc.boolean(),
    throttledForGood: fc.boolean(),
    stoppedBetween: fc.option(fc.constant(stopped), { nil: undefined }),
  })
  .map(({ sends, looks, later, verified, ...rest }) =>
    evidenceOf(sends, looks, {
      ...rest,
      verified: Math.min(verified, rest.batches),
      now: (looks.at(-1)?.at ?? 0) + later,
    }),
  );
