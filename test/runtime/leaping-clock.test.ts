import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeLeapingClock } from '../../shared/runtime/leaping-clock.ts';
import { DAY, HOUR, SECOND } from '../../shared/time/clock.ts';

const NIGHT = Date.parse('2026-11-24T02:00:00+08:00');

/** Lets many turns of the event loop pass: far more than the clock waits for. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
}

describe('a leaping clock', () => {
  it('stands where it was set until somebody sleeps', async () => {
    const clock = makeLeapingClock(NIGHT);

    await manyTurns();

    expect(clock.now()).toBe(NIGHT);
  });

  it('leaps over any length of sleep at once, to the very instant', async () => {
    const clock = makeLeapingClock(NIGHT);

    await clock.sleepUntil(NIGHT + 400 * DAY);

    expect(clock.now()).toBe(NIGHT + 400 * DAY);
  });

  it('does not sleep for an instant that has come', async () => {
    const clock = makeLeapingClock(NIGHT);

    await clock.sleepUntil(NIGHT);
    await clock.sleepUntil(NIGHT - DAY);

    expect(clock.now()).toBe(NIGHT);
  });

  it('knows whole milliseconds only, and wakes nobody early', async () => {
    const clock = makeLeapingClock(NIGHT);

    await clock.sleepUntil(NIGHT + 1938.97);

    expect(clock.now()).toBe(NIGHT + 1939);
  });

  it('wakes sleepers in the order of their instants, each at its own', async () => {
    const clock = makeLeapingClock(NIGHT);
    const woken: (readonly [string, number])[] = [];
    const sleep = async (name: string, after: number) => {
      await clock.sleepUntil(NIGHT + after);
      woken.push([name, clock.now() - NIGHT]);
    };

    await Promise.all([sleep('last', HOUR), sleep('first', SECOND), sleep('second', 2 * SECOND)]);

    expect(woken).toEqual([
      ['first', SECOND],
      ['second', 2 * SECOND],
      ['last', HOUR],
    ]);
  });

  it('lets a woken sleeper sleep again before it goes on to later ones', async () => {
    const clock = makeLeapingClock(NIGHT);
    const woken: number[] = [];
    const ticking = async () => {
      for (let tick = 1; tick <= 3; tick += 1) {
        await clock.sleepUntil(NIGHT + tick * SECOND);
        await nextTurn();
        woken.push(clock.now() - NIGHT);
      }
    };

    await Promise.all([
      ticking(),
      clock.sleepUntil(NIGHT + 2500).then(() => woken.push(clock.now() - NIGHT)),
    ]);

    expect(woken).toEqual([SECOND, 2 * SECOND, 2500, 3 * SECOND]);
  });
});

describe('work', () => {
  it('keeps the clock still while it is under way, however long it takes', async () => {
    const clock = makeLeapingClock(NIGHT);
    const working = Promise.withResolvers<void>();
    const work = clock.during(() => working.promise);
    let awake = false;
    const sleeping = clock.sleepUntil(NIGHT + SECOND).then(() => {
      awake = true;
    });

    await manyTurns();
    expect([awake, clock.now()]).toEqual([false, NIGHT]);

    working.resolve();
    await Promise.all([work, sleeping]);
    expect(clock.now()).toBe(NIGHT + SECOND);
  });

  it('is over only when all of it is', async () => {
    const clock = makeLeapingClock(NIGHT);
    const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const works = [clock.during(() => one.promise), clock.during(() => other.promise)];
    const sleeping = clock.sleepUntil(NIGHT + SECOND);

    one.resolve();
    await manyTurns();
    expect(clock.now()).toBe(NIGHT);

    other.resolve();
    await Promise.all([...works, sleeping]);
  });

  it('gives what it came to, and lets the clock go on where it failed', async () => {
    const clock = makeLeapingClock(NIGHT);

    await expect(clock.during(async () => 'done')).resolves.toBe('done');
    await expect(clock.during(() => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    await clock.sleepUntil(NIGHT + SECOND);
  });

  it('that sleeps on this clock is not under way meanwhile: a read that is tried again later', async () => {
    const clock = makeLeapingClock(NIGHT);

    await clock.during(async () => {
      await clock.sleepUntil(NIGHT + SECOND);
      await manyTurns();
      expect(clock.now()).toBe(NIGHT + SECOND);
    });

    expect(clock.now()).toBe(NIGHT + SECOND);
  });

  it('that slept keeps the clock still again once it is awake', async () => {
    const clock = makeLeapingClock(NIGHT);
    const seen: number[] = [];
    const work = clock.during(async () => {
      await clock.sleepUntil(NIGHT + SECOND);
      await manyTurns();
      seen.push(clock.now());
    });

    await Promise.all([work, clock.sleepUntil(NIGHT + 2 * SECOND)]);

    expect(seen).toEqual([NIGHT + SECOND]);
  });
});

describe("others' deadlines", () => {
  it('are not leapt over: the endpoint changes in its own order', async () => {
    const deadlines = [NIGHT + 5 * SECOND, NIGHT + 12 * SECOND];
    const visited: number[] = [];
    const clock = makeLeapingClock(NIGHT, () => {
      visited.push(clock.now() - NIGHT);
      return deadlines.find((at) => at > clock.now());
    });

    await clock.sleepUntil(NIGHT + HOUR);

    expect(visited).toEqual([0, 5 * SECOND, 12 * SECOND]);
    expect(clock.now()).toBe(NIGHT + HOUR);
  });

  it('move nothing by themselves, and one that has passed holds nobody up', async () => {
    const clock = makeLeapingClock(NIGHT, () => NIGHT - DAY);

    await manyTurns();
    expect(clock.now()).toBe(NIGHT);

    await clock.sleepUntil(NIGHT + SECOND);
    expect(clock.now()).toBe(NIGHT + SECOND);
  });
});

describe('a sleep that is aborted', () => {
  it('rejects with the reason of whoever aborted, and the clock does not go there', async () => {
    const clock = makeLeapingClock(NIGHT);
    const stopping = new AbortController();
    const sleeping = clock.sleepUntil(NIGHT + DAY, stopping.signal);
    stopping.abort(new Error('stopped'));

    await expect(sleeping).rejects.toThrow('stopped');
    await manyTurns();
    expect(clock.now()).toBe(NIGHT);
  });

  it('rejects when it was aborted beforehand, even for an instant that has come', async () => {
    const clock = makeLeapingClock(NIGHT);

    await expect(clock.sleepUntil(NIGHT, AbortSignal.abort(new Error('closed')))).rejects.toThrow('closed');
  });

  it('leaves the others their sleep', async () => {
    const clock = makeLeapingClock(NIGHT);
    const stopping = new AbortController();
    const aborted = clock.sleepUntil(NIGHT + SECOND, stopping.signal);
    const other = clock.sleepUntil(NIGHT + HOUR);
    stopping.abort(new Error('stopped'));

    await expect(aborted).rejects.toThrow('stopped');
    await other;
    expect(clock.now()).toBe(NIGHT + HOUR);
  });
});
