import { describe, expect, it } from 'vitest';
import { type ChildMachine, childRequestOf, startChild } from '../../shared/engine/children.ts';
import type { Execution, Journal, TaskFunction } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { CHILD_ARN, type FamilyOptions, familyOf, MINUTE_OF_WORK, starting } from './family.ts';
import { finish, machineOf, named, rigOf, START, taskOf } from './harness.ts';
import { drainMicrotasks, makeVirtualClock } from './virtual-clock.ts';

describe('the arguments of a start', () => {
  it('are an ARN, an input and a name', () => {
    expect(childRequestOf({ StateMachineArn: 'arn', Input: [1], Name: 'n' })).toEqual({
      machineArn: 'arn',
      input: [1],
      name: 'n',
    });
    expect(childRequestOf({ StateMachineArn: 'arn' })).toMatchObject({ input: {}, name: undefined });
  });

  it.each([
    ['text', 'Arguments'],
    [{}, 'Arguments/StateMachineArn'],
    [{ StateMachineArn: 'arn', Name: 5 }, 'Arguments/Name'],
    [{ StateMachineArn: 'arn', Input: '{}' }, 'Arguments/Input'],
    [{ StateMachineArn: 'arn', TraceHeader: '' }, 'Arguments/TraceHeader'],
  ])('are not %j', (given, field) => {
    expect(childRequestOf(given)).toMatchObject({ field });
  });
});

describe('a start', () => {
  const request = { machineArn: CHILD_ARN, input: { a: 1 }, name: 'c' };

  async function startedBefore(input: unknown): Promise<{ machine: ChildMachine; execution: Execution }> {
    const { engine, clock } = rigOf(machineOf({ S: { Type: 'Succeed' } }), { machine: 'child' });
    const execution = await engine.start('c', input);
    await clock.advanceTo(START + 5);
    return { machine: engine, execution };
  }

  it('that was made before is found again, even when the child has ended', async () => {
    const { machine } = await startedBefore({ a: 1 });

    expect(await startChild(new Map([[CHILD_ARN, machine]]), request, START)).toMatchObject({
      name: 'c',
      status: 'SUCCEEDED',
    });
  });

  it.each([
    ['older than the request', { a: 1 }, START + 1],
    ['of another input', { a: 2 }, START],
  ])('does not take an execution %s for its own', async (_what, input, requestedAt) => {
    const { machine } = await startedBefore(input);

    expect(await startChild(new Map([[CHILD_ARN, machine]]), request, requestedAt)).toMatchObject({
      error: 'StepFunctions.ExecutionAlreadyExistsException',
    });
  });

  it('throws what is no refusal: the parent stays as it is', async () => {
    const { machine } = await startedBefore({});
    const lost = { ...machine, describe: () => Promise.reject(new Error('the journal is away')) };

    await expect(startChild(new Map([[CHILD_ARN, lost]]), request, START)).rejects.toThrow(
      'the journal is away',
    );
  });
});

interface Story {
  readonly name: string;
  readonly parent: unknown;
  readonly child?: unknown;
  readonly work: (answer: (token: string, output: unknown) => Promise<boolean>) => TaskFunction;
}

const Catch = [
  {
    ErrorEquals: ['States.TaskFailed'],
    Output: '{% $parse($states.errorOutput.Cause).Error %}',
    Next: 'Done',
  },
];

const STORIES: readonly Story[] = [
  {
    name: 'a child that succeeds',
    parent: machineOf({ S: starting('sync:2') }),
    work: () => async (event) => event,
  },
  {
    name: 'a child that fails, and a Catch that reads its error',
    parent: machineOf({ S: starting('sync:2', { Catch }), Done: { Type: 'Succeed' } }),
    work: () => async () => {
      throw named('UNKNOWN', 'nobody knows');
    },
  },
  {
    name: 'a child that ends at once',
    parent: machineOf({ S: starting('sync:2') }),
    child: machineOf({ S: { Type: 'Pass', End: true } }),
    work: () => async (event) => event,
  },
  {
    name: 'a child that takes too long',
    parent: machineOf({ S: starting('sync:2', { TimeoutSeconds: 30 }) }),
    work: () => async (event) => event,
  },
  {
    name: 'a child that answers a token',
    parent: machineOf({
      S: starting('waitForTaskToken', {}, { Input: { token: '{% $states.context.Task.Token %}' } }),
    }),
    child: machineOf({
      Wait: { Type: 'Wait', Seconds: 60, Next: 'Work' },
      Work: taskOf({ Retry: [{ ErrorEquals: ['EngineClosed'] }], End: true }),
    }),
    work: (answer) => async (event) => {
      await answer(Object(event).token, { ok: true });
      return 'answered';
    },
  },
];

/** Journals of one process that dies after so many commits: whatever it does then is neither done nor answered. */
function dying(commits: number) {
  let left = commits;
  const dead = new Promise<never>(() => {});
  const over = (journal: Journal): Journal => ({
    ...journal,
    create: (execution) => (left-- > 0 ? journal.create(execution) : dead),
    append: (name, events, change) => (left-- > 0 ? journal.append(name, events, change) : dead),
    read: (name) => (left > 0 ? journal.read(name) : dead),
  });
  return { over, died: () => left <= 0 };
}

describe.each(STORIES)('$name', ({ parent, child = MINUTE_OF_WORK, work }) => {
  /** Both engines of one process. */
  function process(options: Omit<FamilyOptions, 'parent' | 'work' | 'child'>) {
    const family: ReturnType<typeof familyOf> = familyOf({
      parent,
      child,
      work: work((token, output) => family.parent.answer(token, { output })),
      ...options,
    });
    return family;
  }

  it('ends after a kill at any commit as it would have ended without, with one child', async () => {
    const whole = process({});
    await whole.parent.start('p', { a: 1 });
    const expected = outcomeOf((await finish(whole.parent, whole.clock, 'p')).execution);
    let kills = 0;
    for (let commits = 1; ; commits += 1) {
      const journals = { parent: makeMemoryJournal(), child: makeMemoryJournal() };
      const { over, died } = dying(commits);
      const first = process({ journals: { parent: over(journals.parent), child: over(journals.child) } });
      void first.parent.start('p', { a: 1 });
      await first.clock.runUntil(died);
      if (!died()) break;
      kills += 1;
      const second = process({ journals, clock: makeVirtualClock(first.clock.now()) });
      await second.child.resume();
      // The child may be further than the parent knows.
      await drainMicrotasks();
      await second.parent.resume();
      const { execution, events } = await finish(second.parent, second.clock, 'p');

      const names = events.flatMap(({ type, data }) =>
        type === 'TaskScheduled' ? [Object(data).child] : [],
      );
      expect(outcomeOf(execution), `killed after ${commits} commits`).toEqual(expected);
      expect(names).toHaveLength(1);
      expect(await journals.child.read(names[0])).toBeDefined();
      expect([...first.faults, ...second.faults]).toEqual([]);
    }
    expect(kills).toBeGreaterThan(6);
  });
});

/** What a parent came to, without the names and instants of its child. */
function outcomeOf({ status, error, output }: Execution) {
  return { status, error, output: output === undefined ? undefined : (Object(output).Output ?? output) };
}
