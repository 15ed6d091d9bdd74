import { describe, expect, it } from 'vitest';
import type { TaskFunction } from '../../shared/engine/engine.ts';
import { Interruption, invoke } from '../../shared/engine/invoke.ts';
import { drainMicrotasks, makeVirtualClock } from './virtual-clock.ts';

function call(work: TaskFunction, payload: unknown = {}) {
  const clock = makeVirtualClock(0);
  const stopped = new AbortController();
  const running: Promise<unknown>[] = [];
  const track = (promise: Promise<unknown>) => running.push(promise);
  const place = { execution: 'run', state: 'S', deadline: 1_000 };
  return {
    clock,
    stopped,
    running,
    invoked: invoke(work, payload, place, { clock, stopped: stopped.signal, track }),
  };
}

describe('a call', () => {
  it('hands over a copy of the payload: a function cannot write into the history', async () => {
    const payload = { list: [1] };
    const { invoked } = call(async (given) => Object(given).list.push(2), payload);

    expect(await invoked).toEqual({ kind: 'returned', value: 2 });
    expect(payload).toEqual({ list: [1] });
  });

  it('leaves no sleeper behind when the function answers', async () => {
    const { clock, invoked } = call(async () => 1);

    await invoked;
    await drainMicrotasks();

    expect(clock.sleepers()).toEqual([]);
  });

  it('times out at its deadline and goes on being tracked until the function is done', async () => {
    const answer = Promise.withResolvers<unknown>();
    const { clock, invoked, running } = call(() => answer.promise);
    await clock.advanceTo(1_000);

    expect(await invoked).toEqual({ kind: 'timed out' });
    expect(running).toHaveLength(1);
    answer.reject(new Error('late'));
    await expect(running[0]).resolves.toMatchObject({ kind: 'threw' });
  });

  it('is interrupted when the execution is stopped, even before it began', async () => {
    const during = call(() => new Promise(() => {}));
    during.stopped.abort();
    await expect(during.invoked).rejects.toThrow(Interruption);
  });
});
