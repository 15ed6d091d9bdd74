import { expect, it } from 'vitest';
import { decide } from '../../../shared/switchover/decisions.ts';
import { no, notYet, yes } from '../../../shared/switchover/gates/answers.ts';

it('answers yes, no, and not yet with an instant only where one is known', () => {
  const decision = decide('NOT_STOPPED', {});

  expect(yes('stop', decision)).toEqual({ gate: 'stop', answer: 'yes', decision });
  expect(no('stop', 'STOP', decision)).toEqual({ gate: 'stop', answer: 'no', reason: 'STOP', decision });
  expect(notYet('stop', 'STOP', decision)).toEqual({
    gate: 'stop',
    answer: 'not yet',
    reason: 'STOP',
    decision,
  });
  expect(notYet('stop', 'STOP', decision, 7)).toMatchObject({ untilAt: 7 });
});
