import { expect, it } from 'vitest';
import { machineOf, run, taskOf } from './harness.ts';

it('a machine runs each of its states by its type', async () => {
  const definition = machineOf({
    Pass: { Type: 'Pass', Next: 'Task' },
    Task: { ...taskOf(), Next: 'Wait' },
    Wait: { Type: 'Wait', Seconds: 1, Next: 'Choice' },
    Choice: {
      Type: 'Choice',
      Choices: [{ Condition: '{% false %}', Next: 'Fail' }],
      Default: 'Succeed',
    },
    Fail: { Type: 'Fail' },
    Succeed: { Type: 'Succeed' },
  });

  const { entered, execution } = await run(definition, {}, { functions: { work: async () => ({}) } });

  expect(entered).toEqual(['Pass', 'Task', 'Wait', 'Choice', 'Succeed']);
  expect(execution.status).toBe('SUCCEEDED');
});

it('and ends in Fail with what that says', async () => {
  const definition = machineOf({ S: { Type: 'Fail', Error: 'E', Cause: 'c' } });
  expect((await run(definition, {})).execution).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
});
