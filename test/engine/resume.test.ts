import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { HistoryEvent, Journal, TaskFunction } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { makeSqliteJournal } from '../../shared/engine/journal-sqlite.ts';
import { substitute } from '../../shared/workflow/definition.ts';
import { finish, machineOf, named, type Run, rigOf, run, START, taskOf } from './harness.ts';
import { drainMicrotasks, makeVirtualClock } from './virtual-clock.ts';

const JOURNALS = [
  { kind: 'memory', make: makeMemoryJournal },
  { kind: 'SQLite', make: () => makeSqliteJournal(new DatabaseSync(':memory:')) },
];

interface Scenario {
  readonly name: string;
  readonly definition: unknown;
  readonly input: unknown;
  readonly functions: Record<string, TaskFunction>;
}

/** Answers by its payload alone, as a step does that reads how far it is from its own records. */
const byAttempt: TaskFunction = async (payload) => {
  const { attempt } = Object(payload);
  if (attempt < 2) throw named('Busy', `attempt ${attempt}`);
  return { attempt };
};

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'retries with jitter, a wait by chance, a loop over variables, a catch',
    input: { rounds: 2 },
    functions: { work: byAttempt, break: () => Promise.reject(named('Broken', 'for good')) },
    definition: machineOf({
      Begin: { Type: 'Pass', Assign: { round: 0, seen: [] }, Next: 'Work' },
      Work: taskOf({
        Arguments: { FunctionName: 'work', Payload: { attempt: '{% $states.context.State.RetryCount %}' } },
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 4, JitterStrategy: 'FULL' }],
        Assign: { round: '{% $round + 1 %}', seen: '{% $append($seen, $states.result.Payload.attempt) %}' },
        Output: '{% $states.input %}',
        Next: 'Pause',
      }),
      Pause: { Type: 'Wait', Seconds: '{% $floor($random() * 100) %}', Next: 'More' },
      More: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $round < $states.input.rounds %}', Next: 'Work' }],
        Default: 'Break',
      },
      Break: taskOf({
        Arguments: { FunctionName: 'break' },
        Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['Broken'], Output: '{% $states.errorOutput.Error %}', Next: 'Finish' }],
        End: true,
      }),
      Finish: {
        Type: 'Succeed',
        Output: { rounds: '{% $round %}', seen: '{% $seen %}', end: '{% $states.input %}' },
      },
    }),
  },
  {
    name: 'an expression that fails after its task succeeded',
    input: {},
    functions: { work: async () => ({}) },
    definition: machineOf({ S: taskOf({ Output: '{% $states.result.Payload.no %}', End: true }) }),
  },
  {
    name: 'a time-out, then a Fail state',
    input: {},
    functions: { work: () => new Promise(() => {}) },
    definition: machineOf({
      S: taskOf({ TimeoutSeconds: 9, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'F' }], End: true }),
      F: { Type: 'Fail', Error: '{% $states.input.Error %}', Cause: 'gave up' },
    }),
  },
  {
    name: 'our workflow: not yet, changing, done',
    input: { rule: 'weekly' },
    functions: workflowSteps(),
    definition: substitute({
      Partition: 'aws',
      CheckWindowFunction: 'CheckWindow',
      SwitchOverFunction: 'SwitchOver',
      PollStatusFunction: 'PollStatus',
      RecordOutcomeFunction: 'RecordOutcome',
    }),
  },
];

/** Steps that decide by what they are told: CheckWindow waits once, PollStatus looks twice. */
function workflowSteps(): Record<string, TaskFunction> {
  const until = '2026-11-23T18:10:00Z';
  const looks = new Map<string, number>();
  return {
    CheckWindow: async (payload) => {
      const waited = Object(Object(payload).input).until !== undefined;
      return waited ? { decision: 'yes', runId: 'r' } : { decision: 'not yet', runId: 'r', until };
    },
    SwitchOver: async () => ({ runId: 'r' }),
    PollStatus: async (_payload, { deadline }) => {
      // Idempotent: the same look at the same instant sees the same roles.
      const first = looks.get('first') ?? deadline;
      looks.set('first', first);
      return { decision: deadline === first ? 'changing' : 'done', runId: 'r', waitSeconds: 20 };
    },
    RecordOutcome: async () => ({ outcome: 'SUCCEEDED' }),
  };
}

/** A journal as a crash leaves it: the first `length` events of a history, the execution still RUNNING. */
async function crashed(journal: Journal, whole: Run, length: number): Promise<readonly HistoryEvent[]> {
  const { name, input, startedAt } = whole.execution;
  await journal.create({ name, status: 'RUNNING', input, startedAt });
  const events = whole.events.slice(0, length);
  if (events.length > 0) await journal.append(name, events);
  return events;
}

const outcomeOf = ({ execution, entered }: Pick<Run, 'execution' | 'entered'>) => ({ execution, entered });

describe.each(JOURNALS)('over a journal in $kind', ({ make }) => {
  describe.each(SCENARIOS)('$name', ({ definition, input, functions }) => {
    it('ends after a crash at any event as it would have ended without', async () => {
      const chances = [0.3, 0.8, 0.1, 0.6, 0.9, 0.2];
      let drawn = 0;
      const random = () => chances[drawn++ % chances.length] ?? 0.5;
      const whole = await run(definition, input, { functions, random });

      for (let length = 0; length < whole.events.length; length += 1) {
        const journal = make();
        const before = await crashed(journal, whole, length);
        // Chance goes on after what was drawn before the crash: a decision that is asked again would shift the rest.
        drawn = before.filter(({ data }) => Object(data).retryAt ?? Object(data).until).length;
        const clock = makeVirtualClock(before.at(-1)?.at ?? START);
        const { engine, faults } = rigOf(definition, { functions, journal, clock, random });

        expect(await engine.resume()).toEqual(['run']);
        const resumed = await finish(engine, clock, 'run');

        expect(faults).toEqual([]);
        expect(outcomeOf(resumed), `after ${length} events`).toEqual(outcomeOf(whole));
        expect(resumed.events.map(({ id }) => id)).toEqual(resumed.events.map((_, index) => index + 1));
      }
    });
  });
});

describe('after a crash', () => {
  const wait = machineOf({ S: { Type: 'Wait', Seconds: 60, End: true } });

  it.each([
    { downFor: 10_000, endsAfter: 60_000 },
    { downFor: 3_600_000, endsAfter: 3_600_000 },
  ])(
    'a Wait keeps its deadline: down for $downFor ms, over after $endsAfter ms',
    async ({ downFor, endsAfter }) => {
      const first = rigOf(wait);
      await first.engine.start('run', {});
      await drainMicrotasks();
      const clock = makeVirtualClock(START + downFor);
      const second = rigOf(wait, { journal: first.journal, clock });

      await second.engine.resume();
      const { execution } = await finish(second.engine, clock, 'run');

      expect(execution.stoppedAt).toBe(START + endsAfter);
    },
  );

  const retried = machineOf({
    S: taskOf({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 60 }], End: true }),
  });

  it('a retry keeps its instant, and its count', async () => {
    const work: TaskFunction = () => Promise.reject(named('Busy', 'still'));
    const first = rigOf(retried, { functions: { work } });
    await first.engine.start('run', {});
    await first.clock.advanceTo(START + 70_000);
    const clock = makeVirtualClock(START + 71_000);
    const second = rigOf(retried, { functions: { work }, journal: first.journal, clock });

    await second.engine.resume();
    const { events } = await finish(second.engine, clock, 'run');

    const failed = events.filter(({ type }) => type === 'TaskFailed').map(({ at }) => (at - START) / 1_000);
    expect(failed).toEqual([0, 60, 180, 420]);
  });

  const never: TaskFunction = () => new Promise(() => {});
  const step = (fields: Record<string, unknown>) =>
    machineOf({ S: taskOf(fields), Next: { Type: 'Succeed' } });

  it.each([
    {
      what: 'fails the execution',
      fields: { Next: 'Next' },
      status: 'FAILED',
      error: 'StepRestartedTooOften',
    },
    {
      what: 'may be caught',
      fields: { Catch: [{ ErrorEquals: ['StepRestartedTooOften'], Next: 'Next' }], End: true },
      status: 'SUCCEEDED',
      error: undefined,
    },
  ])(
    'a step that dies with the process in three restarts is given up: it $what',
    async ({ fields, status, error }) => {
      const first = rigOf(step(fields), { functions: { work: never } });
      await first.engine.start('run', {});
      await drainMicrotasks();
      for (let restart = 1; restart <= 3; restart += 1) {
        const again = rigOf(step(fields), { functions: { work: never }, journal: first.journal });
        await again.engine.resume();
        await drainMicrotasks();
        expect(again.engine.inFlight(), `restart ${restart}`).toBe(1);
      }
      const last = rigOf(step(fields), { functions: { work: never }, journal: first.journal });

      await last.engine.resume();
      const { execution, types } = await finish(last.engine, last.clock, 'run');

      expect({ status: execution.status, error: execution.error }).toEqual({ status, error });
      expect(types.filter((type) => type === 'TaskStarted')).toHaveLength(4);
    },
  );

  it('an execution whose state the definition no longer has fails and hinders no other', async () => {
    const other = machineOf({ T: { Type: 'Wait', Seconds: 60, End: true } });
    const first = rigOf(wait);
    await first.engine.start('run', {});
    await drainMicrotasks();
    const second = rigOf(other, { journal: first.journal });

    await second.engine.resume();
    const { execution } = await finish(second.engine, second.clock, 'run');

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.cause).toContain("no state 'S'");
  });
});
