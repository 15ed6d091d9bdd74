import { describe, expect, it } from 'vitest';
import { ERRORS, StateFault } from '../../../shared/engine/failure.ts';
import type { Frame, NewEvent } from '../../../shared/engine/frame.ts';
import { recordFault, recordResult } from '../../../shared/engine/states/attempt.ts';
import { childEventsOf } from '../../../shared/engine/task-events.ts';
import { machineOf, named, run, taskOf } from '../harness.ts';

const events = childEventsOf('sync:2');

/** As much of a frame as the end of an attempt uses. */
function frameOf() {
  const recorded: NewEvent[] = [];
  const frame: Pick<Frame, 'state' | 'visit' | 'clock' | 'random' | 'record'> = {
    state: 'S',
    visit: {
      state: 'S',
      input: {},
      enteredId: 2,
      enteredAt: 0,
      phase: 'started',
      attemptedAt: 0,
      failures: [],
      unfinished: 1,
    },
    clock: { now: () => 1_000, sleepUntil: async () => undefined },
    random: () => 0.5,
    record: async (events) => {
      recorded.push(...events);
    },
  };
  return { frame: frame as Frame, recorded };
}

describe('the end of an attempt', () => {
  it('is a result up to the quota, and a failure beyond it', async () => {
    const { frame, recorded } = frameOf();
    await recordResult({ retry: [], events }, frame, { ok: true });
    await recordResult({ retry: [], events }, frame, 'x'.repeat(300_000));

    expect(recorded.map(({ type }) => type)).toEqual(['TaskSucceeded', 'TaskFailed']);
    expect(recorded[1]?.data).toMatchObject({ error: ERRORS.dataLimitExceeded });
  });

  it('holds the instant of the retry, decided once', async () => {
    const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 4, MaxAttempts: 1 }];
    const work = async () => {
      throw named('Busy', 'busy');
    };
    const { events: history } = await run(
      machineOf({ S: taskOf({ Retry, End: true }) }),
      {},
      { functions: { work } },
    );
    const failed = history.filter(({ type }) => type === 'TaskFailed');

    expect(
      failed.map(({ at, data }) => [Object(data).retryAt === undefined, Object(data).retryAt - at]),
    ).toEqual([
      [false, 4_000],
      [true, Number.NaN],
    ]);
  });

  it('is no place for a fault that is not one of the state', async () => {
    const { frame, recorded } = frameOf();
    await recordFault({ retry: [], events }, frame, new StateFault(ERRORS.runtime, 'no', 'Arguments'));

    expect(recorded.map(({ type }) => type)).toEqual(['EvaluationFailed']);
    await expect(recordFault({ retry: [], events }, frame, new Error('journal'))).rejects.toThrow('journal');
  });
});
