import { describe, expect, it } from 'vitest';
import type { TaskAnswer } from '../../../shared/engine/callbacks.ts';
import type { TaskFunction } from '../../../shared/engine/engine.ts';
import { DefinitionRefused, EngineClosed } from '../../../shared/engine/errors.ts';
import type { EmbeddedEngine } from '../../../shared/engine/make-engine.ts';
import { CHILD_ARN, childExecution, type FamilyOptions, familyOf, starting } from '../family.ts';
import { finish, machineOf, named, passOf, START } from '../harness.ts';
import { makeVirtualClock } from '../virtual-clock.ts';

const alone = (form: string, fields: Record<string, unknown> = {}, args: object = {}) =>
  machineOf({ S: starting(form, fields, args) });

async function run(options: FamilyOptions, input: unknown = { a: 1 }) {
  const family = familyOf(options);
  await family.parent.start('p', input);
  return { ...family, ...(await finish(family.parent, family.clock, 'p')) };
}

const withName = { Name: 'c' };
const broken: TaskFunction = async () => {
  throw named('UNKNOWN', 'nobody knows');
};

describe('a Task that waits for the end of a child', () => {
  const parent = alone('sync:2', {}, withName);

  it('has its description as the result, as the service describes it', async () => {
    const { execution } = await run({ parent });

    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        ExecutionArn: childExecution('c'),
        Input: { a: 1 },
        InputDetails: { Included: true },
        Name: 'c',
        Output: { a: 1 },
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StartDate: START,
        StateMachineArn: CHILD_ARN,
        Status: 'SUCCEEDED',
        StopDate: START + 60_000,
      },
    });
    expect(Object.keys(Object(execution.output))).toEqual(Object.keys(Object(execution.output)).sort());
  });

  it('leaves the events that the service leaves, each naming the resource in its form', async () => {
    const { events } = await run({ parent });

    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    for (const { data } of events.slice(2, 6))
      expect(data).toMatchObject({ resourceType: 'states', resource: 'startExecution.sync:2' });
    expect(events[2]?.data).toMatchObject({
      parameters: { StateMachineArn: CHILD_ARN, Input: { a: 1 }, Name: 'c' },
    });
    expect(events[4]?.data).toMatchObject({
      output: { ExecutionArn: childExecution('c'), StartDate: START },
    });
  });

  it('fails with States.TaskFailed when the child fails, whose own error stands inside the cause', async () => {
    const { execution, types } = await run({ parent, work: broken });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    const cause = JSON.parse(execution.cause ?? '');
    expect(cause).toEqual({
      Cause: JSON.stringify({ errorType: 'UNKNOWN', errorMessage: 'nobody knows', trace: [] }),
      Error: 'UNKNOWN',
      ExecutionArn: childExecution('c'),
      Input: '{"a":1}',
      InputDetails: { Included: true },
      Name: 'c',
      RedriveCount: 0,
      RedriveStatus: 'REDRIVABLE',
      StartDate: START,
      StateMachineArn: CHILD_ARN,
      Status: 'FAILED',
      StopDate: START + 60_000,
    });
    expect(types.slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskFailed']);
  });

  it('fails the same way when the child is stopped', async () => {
    const family = familyOf({ parent });
    await family.parent.start('p', {});
    await family.clock.advanceTo(START + 10_000);
    await family.child.stop('c', 'Operator', 'by hand');
    const { execution } = await finish(family.parent, family.clock, 'p');

    expect(execution.error).toBe('States.TaskFailed');
    expect(JSON.parse(execution.cause ?? '')).toMatchObject({ Status: 'ABORTED', Error: 'Operator' });
  });

  it('starts a child of a name of its own where none is given, and another one for each retry', async () => {
    let calls = 0;
    const work: TaskFunction = async () => {
      calls += 1;
      if (calls < 3) throw named('Busy', 'busy');
      return calls;
    };
    const retry = [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1 }];
    const { execution, events } = await run({ parent: alone('sync:2', { Retry: retry }), work });

    const names = events.flatMap(({ type, data }) => (type === 'TaskScheduled' ? [Object(data).child] : []));
    expect(new Set(names).size).toBe(3);
    expect(execution.output).toMatchObject({ Output: 3, Name: names[2] });
  });

  it.each([{ input: undefined }, { input: null }])(
    'gives the child {} where Input is $input',
    async ({ input }) => {
      const Arguments = { StateMachineArn: CHILD_ARN, ...(input === undefined ? {} : { Input: input }) };
      const { execution } = await run({ parent: alone('sync:2', { Arguments }), child: passOf({}) });

      expect(execution.output).toMatchObject({ Input: {}, Output: {} });
    },
  );

  it('fails by the name of the service when the name is taken, and by name where the machine is not there', async () => {
    const taken = familyOf({ parent, child: passOf({}) });
    await taken.child.start('c', { other: true });
    await taken.clock.advanceTo(START + 1);
    await taken.parent.start('p', {});
    const elsewhere = alone('sync:2', {}, { StateMachineArn: '{% "arn:of:nobody" %}' });

    expect((await finish(taken.parent, taken.clock, 'p')).execution).toMatchObject({
      error: 'StepFunctions.ExecutionAlreadyExistsException',
      cause: `Execution Already Exists: '${childExecution('c')}'`,
    });
    expect((await run({ parent: elsewhere })).execution.error).toBe(
      'StepFunctions.StateMachineDoesNotExistException',
    );
    expect((await run({ parent: alone('sync:2', {}, { Name: 'a:b' }) })).execution.error).toBe(
      'StepFunctions.InvalidNameException',
    );
  });

  it('takes an end that came in time while the parent was down', async () => {
    const first = familyOf({ parent: alone('sync:2', { TimeoutSeconds: 90 }, withName) });
    await first.parent.start('p', {});
    await first.clock.advanceTo(START + 10_000);
    const { journals } = first;
    await first.parent.close();
    await first.clock.advanceTo(START + 600_000);
    const clock = makeVirtualClock(START + 600_000);
    const second = familyOf({ parent: alone('sync:2', { TimeoutSeconds: 90 }, withName), journals, clock });
    await second.parent.resume();

    expect((await finish(second.parent, second.clock, 'p')).execution.output).toMatchObject({
      StopDate: START + 60_000,
    });
  });

  it('aborts the child when its time is up, and when the parent is stopped, in the words of the service', async () => {
    const late = await run({ parent: alone('sync:2', { TimeoutSeconds: 30 }, withName) });
    const stopped = familyOf({ parent });
    await stopped.parent.start('p', {});
    await stopped.clock.advanceTo(START + 10_000);
    await stopped.parent.stop('p', 'Operator', 'by hand');

    expect(late.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(late.execution.cause).toBeUndefined();
    expect(late.types).toContain('TaskTimedOut');
    expect(await stopped.parent.describe('p')).toMatchObject({ status: 'ABORTED', error: 'Operator' });
    const aborted = {
      status: 'ABORTED',
      cause:
        'The Task state in AWS Step Functions execution [arn:aws:states:us-east-1:111111111111:execution:parent:p] ' +
        'which was managing this resource was aborted',
    };
    expect(await late.child.describe('c')).toMatchObject({ ...aborted, stoppedAt: START + 30_000 });
    expect(await stopped.child.describe('c')).toMatchObject({ ...aborted, stoppedAt: START + 10_000 });
    expect(await stopped.child.describe('c')).not.toHaveProperty('error');
  });
});

describe('a Task that waits for an answer to its token', () => {
  const Input = { token: '{% $states.context.Task.Token %}' };
  const parent = alone('waitForTaskToken', {}, { Input, ...withName });

  /** A child that hands the token to whoever answers it, and ends at once. */
  async function waiting(options: Partial<FamilyOptions> = {}) {
    const family = familyOf({ parent, child: passOf({}), ...options });
    await family.parent.start('p', {});
    await family.clock.advanceTo(START);
    const token: string = Object((await family.child.describe('c'))?.input).token;
    return {
      ...family,
      token,
      answer: (answer: TaskAnswer) => family.parent.answer(token, answer),
      end: () => finish(family.parent, family.clock, 'p'),
    };
  }

  it('goes on with the output that it is answered, whatever became of the child', async () => {
    const family = await waiting({ child: machineOf({ F: { Type: 'Fail', Error: 'X' } }) });

    expect((await family.parent.describe('p'))?.status).toBe('RUNNING');
    expect(await family.answer({ output: { ok: true } })).toBe(true);
    const { execution, types } = await family.end();

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { ok: true } });
    expect(types.slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });

  it('fails with the error that it is answered, which a Catch may name', async () => {
    const Catch = [{ ErrorEquals: ['UNKNOWN'], Output: '{% $states.errorOutput %}', Next: 'Done' }];
    const family = await waiting({
      parent: machineOf({
        S: starting('waitForTaskToken', { Catch }, { Input, ...withName }),
        Done: { Type: 'Succeed' },
      }),
    });

    expect(await family.answer({ failure: { error: 'UNKNOWN', cause: 'nobody knows' } })).toBe(true);
    const { execution, types } = await family.end();

    expect(execution.output).toEqual({ Error: 'UNKNOWN', Cause: 'nobody knows' });
    expect(types).toContain('TaskFailed');
  });

  it('hears only the first answer, and none after its time', async () => {
    const family = await waiting();
    const answers = await Promise.all([family.answer({ output: 1 }), family.answer({ output: 2 })]);
    const { execution } = await family.end();
    const late = await waiting({
      parent: alone('waitForTaskToken', { TimeoutSeconds: 5 }, { Input, ...withName }),
    });
    const timedOut = await late.end();

    expect(answers).toEqual([true, false]);
    expect(execution.output).toBe(1);
    expect(await family.answer({ output: 3 })).toBe(false);
    expect(timedOut.execution.error).toBe('States.Timeout');
    expect(await late.answer({ output: 1 })).toBe(false);
    expect((await late.child.describe('c'))?.status).toBe('SUCCEEDED');
  });

  it('hears nothing while it waits for its next attempt, which has another token', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 100, MaxAttempts: 1 }];
    const family = await waiting({
      parent: alone('waitForTaskToken', { TimeoutSeconds: 5, Retry }, { Input }),
    });
    const [name] = await childrenOf(family.parent);
    const token: string = Object((await family.child.describe(name ?? ''))?.input).token;
    await family.clock.advanceTo(START + 50_000);
    const between = await family.parent.answer(token, { output: 1 });
    await family.clock.advanceTo(START + 106_000);
    const [, again] = await childrenOf(family.parent);

    expect([between, await family.parent.answer(token, { output: 2 })]).toEqual([false, false]);
    expect(Object((await family.child.describe(again ?? ''))?.input).token).not.toBe(token);
  });

  it('hears an answer after a restart, before anything else is done there', async () => {
    const before = await waiting();
    const after = familyOf({ parent, child: passOf({}), journals: before.journals, clock: before.clock });

    expect(await after.parent.answer(before.token, { output: 'late' })).toBe(true);
    expect(await after.parent.ended('p')).toMatchObject({ output: 'late' });
  });

  it('must be answered again where the engine closes', async () => {
    const family = await waiting();
    await family.parent.close();

    await expect(family.answer({ output: 1 })).rejects.toThrow(EngineClosed);
  });

  it.each(['', 'no token', Buffer.from('["q","x"]').toString('base64url')])(
    'is not reached by %j',
    async (token) => {
      const family = await waiting();

      expect(await family.parent.answer(token, { output: 1 })).toBe(false);
      expect(await family.parent.heartbeat(token)).toBe(false);
    },
  );

  it('is over when no heartbeat comes for long enough, as a time-out', async () => {
    const beating = await waiting({
      parent: alone(
        'waitForTaskToken',
        { HeartbeatSeconds: 10, TimeoutSeconds: 600 },
        { Input, ...withName },
      ),
    });
    for (const second of [8, 16, 24]) {
      await beating.clock.advanceTo(START + second * 1_000);
      expect(await beating.parent.heartbeat(beating.token)).toBe(true);
    }
    const { execution, events } = await beating.end();

    expect(execution).toMatchObject({ error: 'States.Timeout', stoppedAt: START + 34_000 });
    expect(events[2]?.data).toMatchObject({ heartbeatInSeconds: 10, timeoutInSeconds: 600 });
    expect(await beating.parent.heartbeat(beating.token)).toBe(false);
  });

  it('hears an answer that comes while the child is still being started', async () => {
    let answered: Promise<boolean> | undefined;
    const family = familyOf({
      parent,
      child: passOf({}),
      between: (child) => ({
        ...child,
        start: async (name, input) => {
          answered = family.parent.answer(Object(input).token, { output: 'early' });
          return await child.start(name, input);
        },
      }),
    });
    await family.parent.start('p', {});
    const { execution, types } = await finish(family.parent, family.clock, 'p');

    expect(execution.output).toBe('early');
    expect(await answered).toBe(true);
    expect(types).toContain('TaskSubmitted');
  });

  it('fails by the quota on results', async () => {
    const family = await waiting();
    await family.answer({ output: 'x'.repeat(300_000) });

    expect((await family.end()).execution.error).toBe('States.DataLimitExceeded');
  });

  it('leaves the child alone when the parent is stopped', async () => {
    const family = await waiting({ child: machineOf({ W: { Type: 'Wait', Seconds: 60, End: true } }) });
    await family.parent.stop('p', 'Operator', 'by hand');
    const { execution } = await finish(family.child, family.clock, 'c');

    expect(execution.status).toBe('SUCCEEDED');
    expect(await family.answer({ output: 1 })).toBe(false);
  });
});

/** The names of the children that the parent started, in order. */
const childrenOf = async (parent: EmbeddedEngine): Promise<readonly string[]> =>
  (await parent.history('p')).flatMap(({ type, data }) =>
    type === 'TaskScheduled' ? [Object(data).child] : [],
  );

describe('is refused at load', () => {
  const faultsOf = (definition: unknown) => {
    try {
      familyOf({ parent: definition });
      return [];
    } catch (refused) {
      if (!(refused instanceof DefinitionRefused)) throw refused;
      return refused.faults.map(({ state, field, message }) => `${state}|${field}|${message}`);
    }
  };

  it.each([
    [
      'an argument that is not interpreted',
      alone('sync:2', {}, { TraceHeader: 'x' }),
      'S|Arguments/TraceHeader|',
    ],
    ['an input that is text', alone('sync:2', {}, { Input: '{}' }), 'S|Arguments/Input|must be a JSON value'],
    ['no machine', alone('sync:2', { Arguments: {} }), 'S|Arguments/StateMachineArn|must be the ARN'],
    ['no arguments at all', alone('sync:2', { Arguments: 5 }), 'S|Arguments|must name a machine'],
    [
      'a machine that is not there',
      alone('sync:2', {}, { StateMachineArn: 'arn:x' }),
      "S|Arguments/StateMachineArn|there is no state machine 'arn:x'",
    ],
    [
      'a heartbeat of a job',
      alone('sync:2', { HeartbeatSeconds: 5 }),
      'S|HeartbeatSeconds|is not interpreted',
    ],
    [
      'a heartbeat by expression',
      alone('waitForTaskToken', { HeartbeatSeconds: '{% 5 %}' }),
      'S|HeartbeatSeconds|must be a whole number',
    ],
    [
      'a heartbeat as slow as the time-out',
      alone('waitForTaskToken', { HeartbeatSeconds: 9, TimeoutSeconds: 9 }),
      'S|HeartbeatSeconds|must be less',
    ],
    [
      'a catcher of a heartbeat alone',
      alone('waitForTaskToken', {
        HeartbeatSeconds: 5,
        Catch: [{ ErrorEquals: ['E', 'States.HeartbeatTimeout'], Next: 'S' }],
      }),
      'S|Catch[0]/ErrorEquals|must not name States.HeartbeatTimeout',
    ],
    [
      'a retrier of a heartbeat alone',
      alone('waitForTaskToken', {
        HeartbeatSeconds: 5,
        Retry: [{ ErrorEquals: ['States.HeartbeatTimeout'] }],
      }),
      'S|Retry[0]/ErrorEquals|must not name States.HeartbeatTimeout',
    ],
    ['the other form of .sync', alone('sync'), 'S|Resource|waits for a job'],
    [
      'a start that does not wait',
      machineOf({ S: { ...starting('sync:2'), Resource: 'arn:aws:states:::states:startExecution' } }),
      'S|Resource|',
    ],
  ])('%s', (_what, definition, expected) => {
    expect(faultsOf(definition)).toContainEqual(expect.stringContaining(expected));
  });
});
