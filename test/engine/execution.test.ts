import { describe, expect, it } from 'vitest';
import { HISTORY_LIMIT } from '../../shared/engine/history-writer.ts';
import { machineOf, run, START } from './harness.ts';

describe('an execution', () => {
  it('ends with its 25,000th event, whatever it was doing', async () => {
    const loop = machineOf({
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.ever %}', Next: 'A' }], Default: 'E' },
      E: { Type: 'Succeed' },
    });

    const { execution, events } = await run(loop, { ever: true });

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(events).toHaveLength(HISTORY_LIMIT);
    expect(events.at(-1)).toMatchObject({ id: HISTORY_LIMIT, type: 'ExecutionFailed' });
  });

  it('numbers its events from 1 without a gap, with the instant and the state of each', async () => {
    const { events } = await run(
      machineOf({ W: { Type: 'Wait', Seconds: 5, Next: 'E' }, E: { Type: 'Succeed' } }),
      { a: 1 },
    );

    expect(events.map(({ id, type, at, state }) => [id, type, (at - START) / 1_000, state])).toEqual([
      [1, 'ExecutionStarted', 0, undefined],
      [2, 'WaitStateEntered', 0, 'W'],
      [3, 'WaitStateExited', 5, 'W'],
      [4, 'SucceedStateEntered', 5, 'E'],
      [5, 'SucceedStateExited', 5, 'E'],
      [6, 'ExecutionSucceeded', 5, undefined],
    ]);
  });
});
