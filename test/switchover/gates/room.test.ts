import { describe, expect, it } from 'vitest';
import { notAfterOf, roomGate } from '../../../shared/switchover/gates/room.ts';
import { HOUR, SECOND } from '../../../shared/time/clock.ts';
import { going, OPENING } from './going.ts';

const { opensAt, closesAt } = OPENING;
const life = 30 * SECOND;
const margin = 5 * SECOND;
const last = closesAt - margin - life;

describe('roomGate', () => {
  it.each([
    ['early in the opening', { now: opensAt }, 'yes'],
    ['while a whole life fits, to the millisecond', { now: last }, 'yes'],
    ['a millisecond later', { now: last + 1 }, 'no'],
    ['a millisecond later, for a run that goes on', { now: last + 1, continuing: true }, 'no'],
    ['waiting for an opening that is long enough', { now: 0 }, 'yes'],
    ['waiting for one that is too short', { now: 0, life: 3 * HOUR }, 'no'],
    ['without a window', { now: last + 1, opening: undefined, windowless: true }, 'yes'],
    ['without an opening', { opening: undefined }, 'not yet'],
    ['without any opening to come', { opening: undefined, nextOpensAt: undefined }, 'no'],
  ])('%s', (_, change, answer) => {
    expect(roomGate(going(change))).toMatchObject({ gate: 'room', answer });
  });

  it('says by when the request would have to have expired', () => {
    expect(roomGate(going({ now: last + 1 }))).toMatchObject({
      reason: 'WINDOW',
      decision: { code: 'NO_ROOM_LEFT', data: { notAfterAt: closesAt - margin, lifeMilliseconds: life } },
    });
  });

  it('leaves no request on its way into a freeze that begins inside the opening', () => {
    const midnight = { name: 'Double 11', startsAt: 3 * HOUR, endsAt: 27 * HOUR };
    const lastBefore = midnight.startsAt - margin - life;

    expect(roomGate(going({ now: lastBefore, freezes: [midnight] })).answer).toBe('yes');
    expect(roomGate(going({ now: lastBefore + 1, freezes: [midnight] })).answer).toBe('no');
    expect(
      roomGate(going({ now: lastBefore + 1, freezes: [midnight], opening: undefined, windowless: true }))
        .answer,
    ).toBe('no');
  });
});

it.each([
  ['the close', { closesAt: 100 }, [], 95],
  ['a freeze before the close', { closesAt: 100 }, [{ name: 'f', startsAt: 60, endsAt: 200 }], 55],
  ['the close before a freeze', { closesAt: 100 }, [{ name: 'f', startsAt: 160, endsAt: 200 }], 95],
  [
    'the first of two freezes',
    undefined,
    [
      { name: 'f', startsAt: 90, endsAt: 99 },
      { name: 'g', startsAt: 60, endsAt: 70 },
    ],
    55,
  ],
  ['nothing', undefined, [], undefined],
])('notAfter is set by %s', (_, opening, freezes, expected) => {
  expect(notAfterOf(10, opening, freezes, 5)).toBe(expected);
});
