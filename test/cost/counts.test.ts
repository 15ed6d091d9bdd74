import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../shared/engine/engine.ts';
import { countHistory } from './counts.ts';

const history = (
  ...events: readonly (readonly [at: number, type: string, state?: string])[]
): HistoryEvent[] =>
  events.map(([at, type, state], index) => ({ id: index + 1, at, type, ...(state && { state }) }));

describe('a history', () => {
  it('is counted in states, and in calls as long as each took', () => {
    const counts = countHistory(
      history(
        [0, 'ExecutionStarted'],
        [0, 'TaskStateEntered', 'CheckWindow'],
        [0, 'TaskScheduled', 'CheckWindow'],
        [10, 'TaskStarted', 'CheckWindow'],
        [30, 'TaskSucceeded', 'CheckWindow'],
        [30, 'TaskStateExited', 'CheckWindow'],
        [30, 'ChoiceStateEntered', 'WindowDecision'],
        [30, 'ChoiceStateExited', 'WindowDecision'],
        [30, 'ExecutionSucceeded'],
      ),
    );

    expect(counts).toEqual({
      states: 2,
      retries: 0,
      invocations: [{ step: 'CheckWindow', milliseconds: 20 }],
    });
  });

  it('has a retry for each further call in one state', () => {
    const counts = countHistory(
      history(
        [0, 'TaskStateEntered', 'PollStatus'],
        [0, 'TaskStarted', 'PollStatus'],
        [5, 'TaskFailed', 'PollStatus'],
        [9, 'TaskStarted', 'PollStatus'],
        [10, 'TaskTimedOut', 'PollStatus'],
        [12, 'TaskStarted', 'PollStatus'],
        [13, 'TaskSucceeded', 'PollStatus'],
        [13, 'TaskStateEntered', 'SwitchOver'],
        [13, 'TaskStarted', 'SwitchOver'],
        [14, 'TaskSucceeded', 'SwitchOver'],
      ),
    );

    expect(counts.retries).toBe(2);
    expect(counts.invocations.map(({ milliseconds }) => milliseconds)).toEqual([5, 1, 1, 1]);
  });

  it('that ends inside a call counts for nothing: it is refused', () => {
    const open = history([0, 'TaskStateEntered', 'SwitchOver'], [0, 'TaskStarted', 'SwitchOver']);

    expect(() => countHistory(open)).toThrow('SwitchOver was called, and never ended');
  });
});
