import { expect, it } from 'vitest';
import { transitionFaults } from '../../shared/engine/reachability.ts';

const succeed = { type: 'Succeed', exit: { output: undefined, assign: undefined, next: undefined } } as const;

it('blames a transition, not the states behind it, when it leads nowhere', () => {
  const targets = [{ state: 'A', field: 'Next', to: 'X' }];

  expect(transitionFaults('A', ['A'], targets, [succeed])).toEqual([
    { state: 'A', field: 'Next', message: "there is no state 'X'." },
  ]);
});

it('does not guess what is reachable when a state could not be read', () => {
  expect(transitionFaults('A', ['A', 'B'], [], [succeed])).toEqual([]);
});
