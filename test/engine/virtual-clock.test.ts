import { expect, it } from 'vitest';
import { makeVirtualClock } from './virtual-clock.ts';

it('wakes sleepers in the order of their deadlines, each at its own instant', async () => {
  const clock = makeVirtualClock(0);
  const woken: [string, number][] = [];
  const sleep = async (name: string, at: number) => {
    await clock.sleepUntil(at);
    woken.push([name, clock.now()]);
  };
  void sleep('late', 20);
  void sleep('early', 10);

  await clock.advanceTo(15);
  expect(woken).toEqual([['early', 10]]);
  expect(clock.now()).toBe(15);

  await clock.runUntil(() => false);
  expect(woken).toEqual([
    ['early', 10],
    ['late', 20],
  ]);
});

it('rejects an aborted sleep with the reason of its signal, and forgets it', async () => {
  const clock = makeVirtualClock(0);
  const abort = new AbortController();
  const sleeping = clock.sleepUntil(10, abort.signal);

  abort.abort('enough');

  await expect(sleeping).rejects.toBe('enough');
  expect(clock.sleepers()).toEqual([]);
});
