import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DRILL } from '../../docs/generate/chaining.ts';
import { type ParentOptions, runParent } from '../../docs/generate/parents.ts';
import type { ChildMachine } from '../../shared/engine/children.ts';
import { ExecutionAlreadyExists } from '../../shared/engine/errors.ts';
import type { Failure } from '../../shared/engine/failure.ts';
import { failing } from './failing-state.ts';

const END = 'wait-for-end.asl.json';
const ANSWER = 'wait-for-answer.asl.json';
const PARENTS = join(import.meta.dirname, '..', '..', 'examples', 'parents');

const NOT_KNOWN = 'Switchover.NOT_KNOWN';
const LOOK = 'Look at its record before anything is asked again, and never ask under another key.';

const textOf = (file: string): string => readFileSync(join(PARENTS, file), 'utf8');

const run = (file: string, options: Partial<ParentOptions> = {}) =>
  runParent(file, { input: DRILL, ...options });

/** What may end the state without an outcome: none of these causes is JSON, and some look like it. */
const FAILURES: readonly Failure[] = [
  {
    error: 'StepFunctions.ExecutionLimitExceededException',
    cause: 'Execution Limit Exceeded (Status Code: 400)',
  },
  { error: 'StepFunctions.ExecutionAlreadyExistsException', cause: "Execution Already Exists: 'arn:x'" },
  {
    error: 'StepFunctions.AccessDeniedException',
    cause: 'User: arn:x is not authorized to perform: states:StartExecution',
  },
  { error: 'StepFunctions.SdkClientException', cause: 'Unable to execute HTTP request: Read timed out' },
  { error: 'States.Timeout' },
  { error: 'States.TaskFailed' },
  { error: 'States.TaskFailed', cause: '' },
  { error: 'States.TaskFailed', cause: '{"Error":"UNKNOWN","Cause":"cut off in the mid' },
  { error: 'States.TaskFailed', cause: '{"Status":"TIMED_OUT","ExecutionArn":"arn:x"}' },
  {
    error: 'States.TaskFailed',
    cause: '{"Status":"FAILED","Error":"States.Runtime","Cause":"no JSON","ExecutionArn":"arn:x"}',
  },
  {
    error: 'States.TaskFailed',
    cause: '{"Status":"ABORTED","Error":"UNKNOWN","Cause":"no JSON","ExecutionArn":"arn:x"}',
  },
];

describe.each([END, ANSWER])('%s, where no outcome is known', (file) => {
  it.each(FAILURES)(
    'says that the record is to be looked at, and starts nothing more: %j',
    async (failure) => {
      const { execution, starts } = await failing(textOf(file), failure);

      expect(execution).toMatchObject({
        status: 'FAILED',
        error: NOT_KNOWN,
        cause: expect.stringContaining(LOOK),
      });
      expect(starts).toBe(1);
    },
  );
});

describe('a parent that waits for the end', () => {
  /** The child is started, and then stopped by somebody. */
  const stopped = (child: ChildMachine): ChildMachine => ({
    ...child,
    async start(name, input) {
      const started = await child.start(name, input);
      await child.stop(name, undefined, 'stopped by ann in the console');
      return started;
    },
  });

  it('names the execution of a child that was stopped, which has neither error nor outcome', async () => {
    const { execution, events } = await run(END, { around: stopped });
    const failed = events.find(({ type }) => type === 'TaskFailed')?.data;

    expect(JSON.parse(Object(failed).cause)).toMatchObject({ Status: 'ABORTED' });
    expect(JSON.parse(Object(failed).cause)).not.toHaveProperty('Error');
    expect(execution).toMatchObject({ error: NOT_KNOWN, cause: expect.stringContaining(' is ABORTED. ') });
  });

  it('takes a start that was refused for no answer', async () => {
    const refusing = (child: ChildMachine): ChildMachine => ({
      ...child,
      start: async (name) => {
        throw new ExecutionAlreadyExists(name);
      },
    });
    const { execution } = await run(END, { around: refusing });

    expect(execution).toMatchObject({
      error: NOT_KNOWN,
      cause: expect.stringContaining('StepFunctions.ExecutionAlreadyExistsException'),
    });
  });

  it('does not take a duplicate, which ends well and says nothing, for a run that was not switched', async () => {
    const twice = (child: ChildMachine): ChildMachine => ({
      ...child,
      async start(name, input) {
        await child.start(`${name}-before`, input);
        return await child.start(name, input);
      },
    });
    const { execution } = await run(END, { around: twice });

    expect(execution).toMatchObject({
      error: NOT_KNOWN,
      cause: expect.stringMatching(/another execution acts for [a-z0-9]{52}\. Look at its record/),
    });
  });
});

describe('a parent that waits for an answer', () => {
  it.each([
    ['FAILED', 'Switchover.FAILED'],
    ['InputRefused', 'Switchover.NOT_STARTED'],
    ['UNKNOWN', 'HeldForAPerson'],
  ])('%s is told as %s, with its sentence', async (error, told) => {
    const cause = JSON.stringify({ errorType: error, errorMessage: 'Why.', trace: [] });

    expect((await failing(textOf(ANSWER), { error, cause })).execution).toMatchObject({
      error: told,
      cause: 'Why.',
    });
  });
});
