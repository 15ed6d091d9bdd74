import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Look, remember } from '../../shared/switchover/looks.ts';
import type { SendAnswer } from '../../shared/switchover/sends.ts';
import { settleHold } from '../../shared/switchover/settling.ts';
import { anyLooks, LIMITS, lookAt, type OVERALLS, SETTLE, sendOf, unreadableAt } from './evidences.ts';

/** Of a send whose bytes expire at 30 nothing is under way any more after 30 + 5 + 600. */
const QUIET = 635;
const ask = (looks: readonly Look[], now = looks.at(-1)?.at ?? 0, answer: SendAnswer = 'none') =>
  settleHold({ sends: [sendOf({ answer })], looks, now, settle: SETTLE, ...LIMITS });
const twice = (all: (typeof OVERALLS)[number], from = QUIET + 1) => [
  lookAt(from, all),
  lookAt(from + SETTLE, all),
];

describe('an UNKNOWN is settled', () => {
  it.each([
    ['on target', 'SWITCHED', 'SETTLED_SWITCHED'],
    ['unchanged', 'NOT_SWITCHED', 'SETTLED_NOT_SWITCHED'],
    ['foreign', 'FOREIGN', 'SETTLED_FOREIGN'],
  ] as const)('by roles %s twice as %s', (all, as, code) => {
    expect(ask(twice(all))).toEqual({
      as,
      decision: { code, data: { firstReadAt: QUIET + 1, secondReadAt: QUIET + 1 + SETTLE } },
    });
  });

  it.each(['mixed', 'changing', 'contradictory'] as const)('never while the roles are %s', (all) => {
    expect(ask(twice(all))).toMatchObject({ notYet: true });
  });
});

describe('an UNKNOWN is not yet settled', () => {
  it('before nothing can be under way any more, whatever is seen', () => {
    expect(ask(twice('on target', 0), QUIET)).toEqual({ notYet: true, untilAt: QUIET + 1 });
    expect(ask(twice('unchanged', 0), QUIET, 'accepted')).toEqual({ notYet: true, untilAt: QUIET + 1 });
  });

  it.each<[string, Look[]]>([
    ['by one look', [lookAt(900, 'on target')]],
    ['by looks less than a settle apart', [lookAt(900, 'on target'), lookAt(929, 'on target')]],
    ['by a look from before that instant', [lookAt(QUIET, 'unchanged'), lookAt(QUIET + SETTLE, 'unchanged')]],
    [
      'while the status is not Running',
      [lookAt(900, 'on target'), lookAt(930, 'on target', 'PrimaryChanging')],
    ],
    ['while the vendor does not answer', [lookAt(900, 'on target'), unreadableAt(930)]],
    ['without a look', []],
  ])('%s', (_, looks) => {
    expect(ask(looks, 1_000)).toEqual({ notYet: true, untilAt: 1_000 + SETTLE });
  });
});

it('settles only what two looks after the quiet instant agree on, over any looks', () => {
  fc.assert(
    fc.property(anyLooks, fc.nat({ max: 2_000 }), (looks, now) => {
      const settled = ask(looks, now);
      if ('notYet' in settled) {
        expect(settled.untilAt).toBeGreaterThan(now);
        return;
      }
      const after = looks.filter((look) => look.at > QUIET && 'status' in look);
      expect(now).toBeGreaterThan(QUIET);
      expect(after.length).toBeGreaterThanOrEqual(2);
    }),
  );
});

it('settles after two passes at rest, whatever was remembered from before the quiet instant', () => {
  const settling = ['on target', 'unchanged', 'foreign'] as const;
  fc.assert(
    fc.property(anyLooks, fc.constantFrom(...settling), (before, all) => {
      const remembered = before
        .filter((look) => look.at <= QUIET)
        .reduce<readonly Look[]>((kept, look) => remember(kept, look), []);
      const passes = twice(all).reduce((kept, look) => remember(kept, look, QUIET), remembered);

      expect(ask(passes)).toHaveProperty('as');
    }),
  );
});
