import { describe, expect, it } from 'vitest';
import { minuteLoop } from '../../shared/runtime/minute-loop.ts';
import { type Clock, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';
import { memoryLog } from './memory-log.ts';

const NIGHT = Date.parse('2026-11-24T02:00:20+08:00');
const FULL_MINUTE = NIGHT + 40 * SECOND;

function looping(pass: (clock: Clock, ending: AbortController) => Promise<unknown>) {
  const clock = makeVirtualClock(NIGHT);
  const log = memoryLog();
  const called: number[] = [];
  const ending = new AbortController();
  const passes = {
    due: async () => {
      called.push(clock.now());
      return await pass(clock, ending);
    },
  };
  const loop = minuteLoop({ clock, log, passes, signal: ending.signal });
  return { clock, log, called, ending, loop };
}

describe('the minute loop', () => {
  it('calls at once, then at each full minute', async () => {
    const { clock, called, ending, loop } = looping(async () => undefined);
    await clock.advanceTo(FULL_MINUTE + 2 * MINUTE);
    ending.abort();
    await loop;

    expect(called).toEqual([NIGHT, FULL_MINUTE, FULL_MINUTE + MINUTE, FULL_MINUTE + 2 * MINUTE]);
  });

  it('survives what its passes do not, says so, and calls them again', async () => {
    let passes = 0;
    const { clock, called, ending, log, loop } = looping(async () => {
      passes += 1;
      if (passes === 1) throw new Error('the records were away');
      if (passes === 2) throw 'something else';
    });
    await clock.advanceTo(FULL_MINUTE + MINUTE);
    ending.abort();
    await loop;

    expect(called).toHaveLength(3);
    expect(log.lines).toEqual([
      { level: 'warn', what: 'due failed', data: { message: 'the records were away' } },
      { level: 'warn', what: 'due failed', data: { message: 'something else' } },
    ]);
  });

  it('skips the minutes that a long pass took, and never runs two at once', async () => {
    const atWork: number[] = [];
    const { clock, called, ending, loop } = looping(async (time) => {
      atWork.push(1);
      expect(atWork).toHaveLength(1);
      await time.sleepUntil(time.now() + 90 * SECOND);
      atWork.pop();
    });
    await clock.advanceTo(FULL_MINUTE + 3 * MINUTE);
    ending.abort();
    await clock.advanceTo(FULL_MINUTE + 10 * MINUTE);
    await loop;

    expect(called).toEqual([NIGHT, FULL_MINUTE + MINUTE, FULL_MINUTE + 3 * MINUTE]);
  });

  it('ends during its sleep as soon as it is told to', async () => {
    const { clock, called, ending, loop } = looping(async () => undefined);
    await clock.advanceTo(NIGHT);
    ending.abort(new Error('SIGTERM'));

    await loop;
    expect(called).toEqual([NIGHT]);
    expect(clock.sleepers()).toEqual([]);
  });

  it('ends after the pass at hand', async () => {
    const { clock, called, loop } = looping(async (time, ending) => {
      ending.abort();
      await time.sleepUntil(time.now() + SECOND);
    });
    await clock.advanceTo(FULL_MINUTE + MINUTE);

    await loop;
    expect(called).toEqual([NIGHT]);
  });

  it('calls nothing when it was ended beforehand', async () => {
    let called = 0;
    const pass = async () => {
      called += 1;
    };
    await minuteLoop({
      clock: makeVirtualClock(NIGHT),
      log: memoryLog(),
      passes: { pass },
      signal: AbortSignal.abort(),
    });

    expect(called).toBe(0);
  });

  it('passes on what a broken clock throws, for without it there is no next minute', async () => {
    const broken = {
      now: () => NIGHT,
      sleepUntil: () => Promise.reject(new Error('no timer')),
    };
    const loop = minuteLoop({
      clock: broken,
      log: memoryLog(),
      passes: {},
      signal: new AbortController().signal,
    });

    await expect(loop).rejects.toThrow('no timer');
  });
});
