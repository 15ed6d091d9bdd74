import { describe, expect, it } from 'vitest';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { DAY } from '../../shared/time/clock.ts';

describe('the system clock', () => {
  it('tells real time in whole milliseconds', () => {
    const before = Date.now();
    const now = systemClock.now();

    expect(Number.isInteger(now)).toBe(true);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('never wakes before the instant, however short the sleep', async () => {
    for (let round = 0; round < 20; round += 1) {
      const at = systemClock.now() + 3;
      await systemClock.sleepUntil(at);
      expect(systemClock.now()).toBeGreaterThanOrEqual(at);
    }
  });

  it('does not sleep for an instant that has passed', async () => {
    await systemClock.sleepUntil(systemClock.now() - DAY);
  });

  it('rejects with the reason of whoever aborted, at once', async () => {
    const reason = new Error('the execution was stopped');
    const stopping = new AbortController();
    const sleeping = systemClock.sleepUntil(systemClock.now() + DAY, stopping.signal);
    stopping.abort(reason);

    await expect(sleeping).rejects.toBe(reason);
  });

  it('rejects when it was aborted beforehand, even for an instant that has passed', async () => {
    const reason = new Error('closed');

    await expect(systemClock.sleepUntil(0, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('sleeps longer than a timer of Node can, which would fire at once', async () => {
    const stopping = new AbortController();
    let awake = false;
    const sleeping = systemClock.sleepUntil(systemClock.now() + 40 * DAY, stopping.signal).then(() => {
      awake = true;
    });
    await systemClock.sleepUntil(systemClock.now() + 20);

    expect(awake).toBe(false);
    stopping.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
  });
});
