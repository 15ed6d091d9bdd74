import { expect, it } from 'vitest';
import { Interruption } from '../../shared/engine/invoke.ts';
import { until } from '../../shared/engine/until.ts';
import { START } from './harness.ts';
import { makeVirtualClock } from './virtual-clock.ts';

const never = new Promise<never>(() => {});

it('the work comes first, and the clock wakes nobody for it', async () => {
  const clock = makeVirtualClock(START);

  expect(await until(Promise.resolve(1), START + 5, clock, new AbortController().signal)).toEqual({
    value: 1,
  });
  expect(clock.sleepers()).toEqual([]);
});

it('the deadline comes first', async () => {
  const clock = makeVirtualClock(START);
  const first = until(never, START + 5, clock, new AbortController().signal);
  await clock.advanceTo(START + 5);

  expect(await first).toBe('late');
});

it.each(['before', 'while'])('an interruption ends it: %s it waits', async (when) => {
  const clock = makeVirtualClock(START);
  const stopping = new AbortController();
  if (when === 'before') stopping.abort();
  const first = until(never, START + 5, clock, stopping.signal);
  stopping.abort();

  await expect(first).rejects.toThrow(Interruption);
  expect(clock.sleepers()).toEqual([]);
});

it('what the work throws is thrown', async () => {
  const clock = makeVirtualClock(START);
  const work = Promise.reject(new Error('lost'));

  await expect(until(work, START + 5, clock, new AbortController().signal)).rejects.toThrow('lost');
});
