import { expect, it } from 'vitest';
import { machineOf, run } from '../harness.ts';

it.each([
  [{}, { a: 1 }],
  [{ Output: { b: '{% $states.input.a %}' } }, { b: 1 }],
])('a Succeed state with %j ends the execution with %j', async (fields, output) => {
  const { execution, types } = await run(machineOf({ S: { Type: 'Succeed', ...fields } }), { a: 1 });

  expect(execution).toMatchObject({ status: 'SUCCEEDED', output });
  expect(types).toEqual([
    'ExecutionStarted',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
});
