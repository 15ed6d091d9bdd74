import { describe, expect, it } from 'vitest';
import type { TaskFunction } from '../../shared/engine/engine.ts';
import {
  DefinitionRefused,
  EngineClosed,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionRefused,
} from '../../shared/engine/errors.ts';
import { finish, machineOf, rigOf, run, START, taskOf } from './harness.ts';
import { drainMicrotasks } from './virtual-clock.ts';

const wait = machineOf({ S: { Type: 'Wait', Seconds: 60, End: true } });
const task = machineOf({
  S: taskOf({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], Next: 'After' }),
  After: { Type: 'Wait', Seconds: 60, End: true },
  Caught: { Type: 'Succeed' },
});

/** A function that answers when it is told to, and knows whether it was aborted. */
function held() {
  const answer = Promise.withResolvers<unknown>();
  const signals: AbortSignal[] = [];
  const work: TaskFunction = (_payload, { signal }) => {
    signals.push(signal);
    return answer.promise;
  };
  return { work, answer, signals };
}

describe('making an engine', () => {
  it('refuses a definition that names a function which is not there', () => {
    expect(() => rigOf(task)).toThrow(DefinitionRefused);
    expect(() => rigOf(task)).toThrow("state S, field Arguments/FunctionName: there is no function 'work'.");
  });
});

describe('starting', () => {
  it('returns at once with the running execution', async () => {
    const { engine } = rigOf(wait);

    expect(await engine.start('run', { a: 1 })).toEqual({
      name: 'run',
      status: 'RUNNING',
      input: { a: 1 },
      startedAt: START,
    });
    expect(await engine.describe('run')).toMatchObject({ status: 'RUNNING' });
  });

  it('the same name with the same input while it runs is the same execution', async () => {
    const { engine, clock } = rigOf(wait);
    const [first, second] = await Promise.all([
      engine.start('run', { a: 1, b: 2 }),
      engine.start('run', { b: 2, a: 1 }),
    ]);

    expect(second).toEqual(first);
    expect((await finish(engine, clock, 'run')).entered).toEqual(['S']);
  });

  it.each([
    { what: 'with another input', input: { a: 2 }, until: START },
    { what: 'after it has ended, for ever', input: { a: 1 }, until: START + 60_000 },
  ])('refuses a name that is taken: $what', async ({ input, until }) => {
    const { engine, clock } = rigOf(wait);
    await engine.start('run', { a: 1 });
    await clock.advanceTo(until);

    await expect(engine.start('run', input)).rejects.toThrow(ExecutionAlreadyExists);
  });

  it.each(['', 'x'.repeat(81), 'a b', 'a:b', 'a/b', 'a\u0000'])('refuses the name %j', async (name) => {
    await expect(rigOf(wait).engine.start(name, {})).rejects.toThrow(ExecutionRefused);
  });

  it('refuses an input of more than 262,144 bytes', async () => {
    const { engine, journal } = rigOf(wait);

    await expect(engine.start('run', 'é'.repeat(131_072))).rejects.toThrow('262146 bytes');
    expect(await journal.read('run')).toBeUndefined();
  });

  it('keeps what the caller does to the input afterwards out of the execution', async () => {
    const { engine, clock } = rigOf(wait);
    const input = { a: 1 };
    await engine.start('run', input);
    input.a = 2;

    expect((await finish(engine, clock, 'run')).execution.output).toEqual({ a: 1 });
  });
});

describe('stopping', () => {
  it('ends a wait as ABORTED, with error and cause', async () => {
    const { engine, clock } = rigOf(wait);
    await engine.start('run', {});
    await clock.advanceTo(START + 5_000);

    await engine.stop('run', 'Stopped', 'by hand');

    expect(await engine.ended('run')).toMatchObject({
      status: 'ABORTED',
      error: 'Stopped',
      cause: 'by hand',
      stoppedAt: START + 5_000,
    });
    const types = (await engine.history('run')).map(({ type }) => type);
    expect(types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
    expect(clock.sleepers()).toEqual([]);
  });

  it('aborts the function in flight, runs no Catch and ignores the late answer', async () => {
    const { work, answer, signals } = held();
    const { engine, faults } = rigOf(task, { functions: { work } });
    await engine.start('run', {});
    await drainMicrotasks();

    await engine.stop('run', 'Stopped', 'by hand');
    answer.reject(new Error('late'));
    await drainMicrotasks();

    expect(signals[0]?.aborted).toBe(true);
    expect((await engine.history('run')).at(-1)?.type).toBe('ExecutionAborted');
    expect(await engine.describe('run')).toMatchObject({ status: 'ABORTED' });
    expect(faults).toEqual([]);
  });

  it('ends an execution that never waits', async () => {
    const loop = machineOf({
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'E' },
      E: { Type: 'Succeed' },
    });
    const { engine } = rigOf(loop);
    await engine.start('run', {});

    await engine.stop('run', 'Stopped', 'by hand');

    expect(await engine.describe('run')).toMatchObject({ status: 'ABORTED' });
    expect((await engine.history('run')).length).toBeLessThan(20);
  });

  it('changes nothing about an execution that has ended', async () => {
    const { engine } = await run(wait, {});

    await engine.stop('run', 'Stopped', 'too late');

    expect(await engine.describe('run')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('reaches an execution that nobody has resumed yet', async () => {
    const first = rigOf(wait);
    await first.engine.start('run', {});
    await drainMicrotasks();
    const second = rigOf(wait, { journal: first.journal });

    await second.engine.stop('run', 'Stopped', 'by hand');

    expect(await second.engine.ended('run')).toMatchObject({ status: 'ABORTED' });
    expect(await second.engine.resume()).toEqual([]);
  });
});

describe('closing', () => {
  it('lets the function in flight finish, keeps its result, and begins nothing new', async () => {
    const { work, answer, signals } = held();
    const { engine, journal } = rigOf(task, { functions: { work } });
    await engine.start('run', {});
    await drainMicrotasks();
    let closed = false;

    const closing = engine.close().then(() => {
      closed = true;
    });
    await drainMicrotasks();
    expect({ closed, inFlight: engine.inFlight(), aborted: signals[0]?.aborted }).toEqual({
      closed: false,
      inFlight: 1,
      aborted: false,
    });
    answer.resolve('done');
    await closing;

    const record = await journal.read('run');
    expect(record?.execution.status).toBe('RUNNING');
    expect(record?.events.at(-1)).toMatchObject({
      type: 'TaskStateExited',
      data: { output: { Payload: 'done' } },
    });
  });

  it('leaves what waits as RUNNING, and tells those who wait for its end', async () => {
    const { engine, clock, journal } = rigOf(wait);
    await engine.start('run', {});
    const ended = engine.ended('run');
    const told = expect(ended).rejects.toThrow(EngineClosed);
    await drainMicrotasks();

    await engine.close();

    await told;
    expect(clock.sleepers()).toEqual([]);
    expect(await journal.running()).toEqual(['run']);
    await expect(engine.start('other', {})).rejects.toThrow(EngineClosed);
    await expect(engine.ended('run')).rejects.toThrow(EngineClosed);
    expect(await engine.resume()).toEqual([]);
  });
});

describe('asking', () => {
  it.each(['history', 'ended'] as const)('%s of a name that is not there fails', async (question) => {
    await expect(rigOf(wait).engine[question]('none')).rejects.toThrow(ExecutionDoesNotExist);
  });

  it('describes a name that is not there as nothing', async () => {
    expect(await rigOf(wait).engine.describe('none')).toBeUndefined();
  });

  it('tells the end of an execution that is resumed only later', async () => {
    const first = rigOf(wait);
    await first.engine.start('run', {});
    await drainMicrotasks();
    const second = rigOf(wait, { journal: first.journal });
    const ended = second.engine.ended('run');
    await drainMicrotasks();

    expect(await second.engine.resume()).toEqual(['run']);
    expect(await second.engine.resume()).toEqual([]);
    await second.clock.runUntil(() => false);

    expect(await ended).toMatchObject({ status: 'SUCCEEDED' });
  });
});
