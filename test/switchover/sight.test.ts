import { expect, it } from 'vitest';
import { proofOfRest, sendingIsOver, sightOf } from '../../shared/switchover/sight.ts';
import { evidenceOf, lookAt, sendOf, unreadableAt } from './evidences.ts';

it('takes the send claimed last by batch and attempt, whatever order they come in', () => {
  const last = sendOf({ batch: 2, attempt: 2, answer: 'refused' });
  const others = [sendOf({ batch: 1, attempt: 3 }), sendOf({ batch: 2, attempt: 1, answer: 'throttled' })];

  expect(sightOf(evidenceOf([last, ...others], [])).lastSend).toBe(last);
});

it('sees nothing in a look that failed, even after one that did not', () => {
  const sight = sightOf(evidenceOf([sendOf()], [lookAt(0, 'on target'), unreadableAt(9)]));

  expect(sight.seen).toBeUndefined();
  expect(sight.lastLook).toEqual(unreadableAt(9));
});

it('is past the deadline only after it, and never where nothing left', () => {
  const at = (now: number) => sightOf(evidenceOf([sendOf()], [], { now })).pastDeadline;

  expect([635, 636].map(at)).toEqual([false, true]);
  expect(sightOf(evidenceOf([], [], { now: 1e15 })).pastDeadline).toBe(false);
});

it('tells what the batches that are not proven prove, apart from the others', () => {
  const sends = [sendOf({ batch: 1, answer: 'ambiguous' }), sendOf({ batch: 2, answer: 'refused' })];

  expect(proofOfRest(evidenceOf(sends, [], { verified: 1 }))).toBe('not executed');
  expect(proofOfRest(evidenceOf(sends, [], { verified: 0 }))).toBe('ambiguous');
  expect(proofOfRest(evidenceOf(sends, [], { verified: 2 }))).toBe('nothing');
});

it.each([
  ['accepted', {}, false],
  ['throttled', {}, false],
  ['throttled', { throttledForGood: true }, true],
  ['refused', {}, true],
  ['NOT_SENT', {}, true],
  ['accepted', { now: 636 }, true],
] as const)('with %s as the last answer and %j, sending is over: %s', (answer, change, over) => {
  expect(sendingIsOver(sightOf(evidenceOf([sendOf({ answer })], [], change)))).toBe(over);
});
