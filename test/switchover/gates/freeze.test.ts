import { expect, it } from 'vitest';
import { earliestStart, firstStarting, freezeGate } from '../../../shared/switchover/gates/freeze.ts';
import { HOUR } from '../../../shared/time/clock.ts';
import { going, OPENING } from './going.ts';

const now = 3 * HOUR;
const freeze = (startsAt: number, endsAt: number, name = 'Double 11') => ({ name, startsAt, endsAt });

it.each([
  ['holds now', [freeze(0, 24 * HOUR)], 'no'],
  ['starts this very millisecond', [freeze(now, now + 1)], 'no'],
  ['ended this very millisecond', [freeze(0, now)], 'yes'],
  ['is to come', [freeze(now + 1, now + 2)], 'yes'],
])('a freeze that %s', (_, freezes, answer) => {
  expect(freezeGate(going({ now, freezes }))).toMatchObject({ gate: 'freeze', answer });
});

it('wins over an open window, and names the freeze that ends last', () => {
  const freezes = [freeze(0, 4 * HOUR, 'short'), freeze(0, 9 * HOUR, 'long')];

  expect(freezeGate(going({ now, freezes }))).toEqual({
    gate: 'freeze',
    answer: 'no',
    reason: 'FREEZE',
    decision: { code: 'FROZEN', data: { freeze: 'long', endsAt: 9 * HOUR } },
  });
});

it('is asked for the opening while the run waits for it', () => {
  const beforeOpening = going({ now: HOUR, freezes: [freeze(0, OPENING.opensAt)] });
  const onTheDay = going({ now: HOUR, freezes: [freeze(OPENING.opensAt, 24 * HOUR)] });

  expect(freezeGate(beforeOpening).answer).toBe('yes');
  expect(freezeGate(onTheDay).answer).toBe('no');
});

it('tells of the next freeze', () => {
  const freezes = [freeze(90 * HOUR, 91 * HOUR, 'later'), freeze(50 * HOUR, 60 * HOUR, 'sooner')];

  expect(firstStarting(freezes)?.name).toBe('sooner');
  expect(freezeGate(going({ now, freezes })).decision).toEqual({
    code: 'NOT_FROZEN',
    data: { nextFreeze: 'sooner', freezesAt: 50 * HOUR },
  });
});

it('counts the start from the latest of now, the opening and the instant asked for', () => {
  expect(earliestStart(going({ now: 5, opening: undefined }))).toBe(5);
  expect(earliestStart(going({ now: HOUR }))).toBe(OPENING.opensAt);
  expect(earliestStart(going({ now: HOUR, trigger: { startAt: now } }))).toBe(now);
});
