import { describe, expect, it } from 'vitest';
import { framed, frameFor } from '../../shared/runtime/step-frame.ts';
import { OutcomeError } from '../../shared/steps/errors.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { memoryLog } from './memory-log.ts';

function clockAt(now: number) {
  const clock = { time: now, now: () => clock.time };
  return clock;
}

describe('the frame of a step', () => {
  it('tells the time that is left, and never less than none', () => {
    const clock = clockAt(1_000);
    const frame = frameFor({ deadline: 1_500, clock });

    expect(frame.remaining()).toBe(500);
    clock.time = 2_000;
    expect(frame.remaining()).toBe(0);
  });

  it('gives the step its input and deadline, and returns its result', async () => {
    const clock = clockAt(1_000);
    const step = framed('CheckWindow', async (input, frame) => ({ input, left: frame.remaining() }), {
      clock,
      log: memoryLog(),
    });

    expect(await step({ runId: 'r1' }, 31_000)).toEqual({ input: { runId: 'r1' }, left: 30_000 });
  });

  it('writes one line for an invocation: the step, the run, what came of it, how long it took', async () => {
    const clock = clockAt(0);
    const log = memoryLog();
    const poll = framed(
      'PollStatus',
      async () => {
        clock.time = 250;
        return { runId: 'r1', decision: 'done' };
      },
      { clock, log },
    );
    await poll({}, 90_000);

    const data = { tookMilliseconds: 250, result: { runId: 'r1', decision: 'done' } };
    expect(log.lines).toEqual([{ level: 'info', runId: 'r1', what: 'PollStatus', data }]);
  });

  it('lets an error through as it was thrown: its name is what Retry and Catch go by', async () => {
    const log = memoryLog();
    const failure = new OutcomeError('FAILED', 'The vendor refused.', decide('SEND_REFUSED', {}));
    const record = framed('RecordOutcome', async () => Promise.reject(failure), { clock: clockAt(0), log });

    await expect(record({ runId: 'r2' }, 1)).rejects.toBe(failure);
    const data = { tookMilliseconds: 0, message: 'The vendor refused.' };
    expect(log.lines).toEqual([
      { level: 'warn', runId: 'r2', what: 'RecordOutcome failed', code: 'FAILED', data },
    ]);
  });

  it('logs nothing of an error but its name and message', async () => {
    const log = memoryLog();
    const failure = Object.assign(new Error('connect ETIMEDOUT', { cause: new Error('canary-cause') }), {
      headers: { Authorization: 'canary-header' },
    });
    const step = framed('SwitchOver', async () => Promise.reject(failure), { clock: clockAt(0), log });
    await expect(step({}, 1)).rejects.toBe(failure);

    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });

  it('says of a thrown thing that is no error only what type it has', async () => {
    const log = memoryLog();
    const step = framed('SwitchOver', async () => Promise.reject('canary'), { clock: clockAt(0), log });
    await expect(step({}, 1)).rejects.toBe('canary');

    expect(log.lines).toMatchObject([{ code: 'string', data: { message: '' } }]);
  });
});
