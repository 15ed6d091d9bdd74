import { expect, it } from 'vitest';
import { passOf, run } from './harness.ts';

it('an execution knows who it is', async () => {
  const { execution } = await run(passOf({ Output: '{% $states.context %}' }), { a: 1 });

  expect(execution.output).toEqual({
    Execution: {
      Id: 'arn:aws:states:us-east-1:111111111111:execution:machine:run',
      Input: { a: 1 },
      Name: 'run',
      StartTime: '2026-11-23T18:00:00.000Z',
    },
    State: { EnteredTime: '2026-11-23T18:00:00.000Z', Name: 'S', RetryCount: 0 },
    StateMachine: { Id: 'arn:aws:states:us-east-1:111111111111:stateMachine:machine', Name: 'machine' },
  });
});
