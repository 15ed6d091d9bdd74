import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { DRILL, LOST } from '../../../docs/generate/chaining.ts';
import { type ParentOptions, runParent } from '../../../docs/generate/parents.ts';

const PARENTS = join(import.meta.dirname, '..', '..', '..', 'examples', 'parents');
const END = 'wait-for-end.asl.json';
const ANSWER = 'wait-for-answer.asl.json';

const run = (file: string, options: Partial<ParentOptions> = {}) =>
  runParent(file, { input: DRILL, ...options });

describe.each([END, ANSWER])('the example parent %s', (file) => {
  it('goes on with what the run came to, once the roles have moved', async () => {
    const { execution, switched } = await run(file);

    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { outcome: 'SUCCEEDED', reason: 'PROVEN', attributed: 'yes' },
    });
    expect(switched).toBe(1);
  });

  it('fails where the run was skipped, by its outcome', async () => {
    const stopped = await run(file, { stop: 'everything' });

    expect(stopped.execution).toMatchObject({
      status: 'FAILED',
      error: 'Switchover.SKIPPED',
      cause: expect.stringContaining('Skipped'),
    });
    expect(stopped.switched).toBe(0);
  });

  it('comes out the same each time it is run', async () => {
    expect((await run(file)).execution).toEqual((await run(file)).execution);
  });
});

describe('a bad outcome', () => {
  it('reaches a parent that waits for the end as States.TaskFailed, and its Catch finds it by $parse', async () => {
    const { execution, events } = await run(END, { fault: LOST });

    expect(events.find(({ type }) => type === 'TaskFailed')?.data).toMatchObject({
      error: 'States.TaskFailed',
    });
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'Switchover.UNKNOWN',
      cause: expect.stringMatching(/^Unknown \(no evidence\): .* The instance is held/),
    });
  });

  it('reaches a parent that waits for an answer by its own name', async () => {
    const { execution, events } = await run(ANSWER, { fault: LOST });

    expect(events.find(({ type }) => type === 'TaskFailed')?.data).toMatchObject({ error: 'UNKNOWN' });
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'HeldForAPerson',
      cause: expect.stringContaining('No clear answer came'),
    });
  });
});

it('a refused request is no outcome: the parent that waits for an answer says so, at once', async () => {
  const { execution } = await run(ANSWER, { input: { ...DRILL, rule: 'no such rule' } });

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'Switchover.NOT_STARTED',
    cause: expect.stringContaining('NO_RULE_MATCHES'),
  });
  expect(execution.stoppedAt).toBe(execution.startedAt);
});

it('a refused request is no outcome: the parent that waits for the end says so', async () => {
  const { execution, switched } = await run(END, { input: { ...DRILL, rule: 'no such rule' } });

  expect(execution).toMatchObject({
    error: 'Switchover.NOT_STARTED',
    cause: expect.stringContaining('NO_RULE_MATCHES'),
  });
  expect(switched).toBe(0);
});

it.each(globSync('*.asl.json', { cwd: PARENTS }))(
  '%s is valid States Language once it is filled in',
  (file) => {
    const text = readFileSync(join(PARENTS, file), 'utf8').replaceAll('${Partition}', 'aws-cn');

    expect(validate(JSON.parse(text))).toMatchObject({ isValid: true, errors: [] });
  },
);
